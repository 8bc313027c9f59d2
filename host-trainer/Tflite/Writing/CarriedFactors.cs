using System.Buffers.Binary;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>The metadata entry from which the engine takes its requantisation factors where they lie, in flash, instead of
/// keeping 5 bytes a channel of them in RAM.</summary>
/// <remarks>
/// Little endian: uint32 version 1, operators, channels, 0; int32 multipliers[channels]; for each operator the uint32 number of
/// its first channel; int8 shifts[channels]. A copy of what the scales say: the engine works every factor out when it opens a
/// file, and one that differs is not used. Other runtimes ignore the entry.
/// </remarks>
public static class CarriedFactors
{
    private const int Version = 1;
    private const int HeaderBytes = 16;

    /// <inheritdoc cref="Write(EditableGraph)"/>
    public static byte[] Write(QuantizedGraph graph) => Write(GraphLowering.Lower(graph))!;

    /// <summary>The entry for a graph; its size is 16 + 5 * channels + 4 * operators. Null where a factor has no fixed-point
    /// form.</summary>
    internal static byte[]? Write(EditableGraph graph)
    {
        FixedPointFactor[][] factors;
        try
        {
            factors = [.. graph.Operators.Select(Factors)];
        }
        catch (Exception outside) when (outside is ArgumentOutOfRangeException or NotSupportedException)
        {
            return null;
        }

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
            return entry.Data.Span.SequenceEqual(Write(EditableGraph.Of(model)))
                ? "carried for flash, equal to what the scales say"
                : "carried, but not what the scales say: the engine keeps its own in RAM";
        }
        catch (Exception obstacle) when (obstacle is NotSupportedException or InvalidDataException)
        {
            return "carried, for a model that the engine does not run";
        }
    }

    private static FixedPointFactor[] Factors(EditableOperator op)
    {
        if (op.Code is not (BuiltinOperator.CONV_2D or BuiltinOperator.DEPTHWISE_CONV_2D or BuiltinOperator.FULLY_CONNECTED)
            || op.At(1)?.Quantization is not TensorQuantization weights)
            return [];
        int channels = op.Output.Shape.Length > 0 ? op.Output.Shape[^1] : 0;
        if (channels > op.At(1)!.Data.Length || (weights.Scales.Length != 1 && weights.Scales.Length != channels))
            throw new NotSupportedException($"{op} has {weights.Scales.Length} weight scales for {channels} channels.");
        // TFLite multiplies a fully connected layer's single scale in float32.
        bool inFloat = op.Code == BuiltinOperator.FULLY_CONNECTED && weights.Scales.Length == 1;
        float input = op.Input.Scale, output = op.Output.Scale;
        return
        [
            .. Enumerable.Range(0, channels).Select(c => weights.Scales[weights.Scales.Length == 1 ? 0 : c]).Select(scale =>
                FixedPointFactor.Of((inFloat ? (float)(input * scale) : (double)input * scale) / output)),
        ];
    }

    private static void Append(ref Span<byte> rest, int word)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, word);
        rest = rest[4..];
    }
}
