using System.Buffers.Binary;

namespace TinyClassify.Tflite;

/// <summary>The metadata entry from which the engine takes its requantisation factors where they lie, in flash, instead of keeping
/// 5 bytes a channel of them in RAM.</summary>
/// <remarks>
/// Little endian: uint32 version 1, operators, channels, 0; int32 multipliers[channels]; for each operator the uint32 number of its
/// first channel; int8 shifts[channels]. A copy of what the scales say: the engine works every factor out when it opens a file, and
/// one that differs is not used. Other runtimes ignore the entry.
/// </remarks>
public static class CarriedFactors
{
    private const int Version = 1;
    private const int HeaderBytes = 16;

    /// <summary>The entry for a graph; its size is 16 + 5 * channels + 4 * operators.</summary>
    public static byte[] Write(QuantizedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        FixedPointFactor[][] factors = [.. graph.Operators.Select(Factors)];
        int channels = factors.Sum(f => f.Length);
        var entry = new byte[HeaderBytes + (5 * channels) + (4 * factors.Length)];
        Span<byte> rest = entry;
        foreach (int word in new[] { Version, factors.Length, channels, 0 })
            Append(ref rest, word);
        foreach (FixedPointFactor factor in factors.SelectMany(f => f))
            Append(ref rest, factor.Multiplier);
        int first = 0;
        foreach (FixedPointFactor[] layer in factors)
        {
            Append(ref rest, first);
            first += layer.Length;
        }

        foreach (FixedPointFactor factor in factors.SelectMany(f => f))
        {
            rest[0] = (byte)factor.Shift;
            rest = rest[1..];
        }

        return entry;
    }

    /// <summary>What to say of a file's entry, in one sentence; null where there is none.</summary>
    public static string? Describe(TfliteModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Metadata.FirstOrDefault(m => m.Name == MetadataNames.Requantization) is not TfliteMetadata entry)
            return null;
        try
        {
            return entry.Data.Span.SequenceEqual(Write(GraphImporter.Import(model)))
                ? "carried for flash, equal to what the scales say"
                : "carried, but not what the scales say: the engine keeps its own in RAM";
        }
        catch (Exception obstacle) when (obstacle is NotSupportedException or InvalidDataException)
        {
            return "carried, for a model that the engine does not run";
        }
    }

    private static FixedPointFactor[] Factors(QuantizedOperator op)
    {
        (QuantizedWeights? weights, bool inFloat) = op switch
        {
            Convolution convolution => (convolution.Weights, false),
            // TFLite multiplies a fully connected layer's single scale in float32.
            FullyConnected connected => (connected.Weights, connected.Weights.Scales.Length == 1),
            _ => ((QuantizedWeights?)null, false),
        };
        if (weights is null)
            return [];
        float input = op.Inputs[0].Scale, output = op.Output.Scale;
        return
        [
            .. Enumerable.Range(0, weights.ChannelCount).Select(c => FixedPointFactor.Of(
                (inFloat ? (float)(input * weights.Scale(c)) : (double)input * weights.Scale(c)) / output)),
        ];
    }

    private static void Append(ref Span<byte> rest, int word)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, word);
        rest = rest[4..];
    }
}
