using System.Buffers.Binary;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Smallest and largest weight of an operator, as real numbers.</summary>
/// <param name="Operator">Its place in the graph.</param>
/// <param name="Lowest">scale * (q - zero point), over all channels.</param>
/// <param name="NarrowestShare">Width of the channel with the smallest scale over that of the largest, (0, 1]; 1 for a single
/// scale.</param>
public sealed record WeightRange(int Operator, double Lowest, double Highest, double NarrowestShare)
{
    /// <summary>The ranges of all operators whose weights are int8 with scales, or float32, in order.</summary>
    public static IReadOnlyList<WeightRange> Of(TfliteSubgraph graph)
    {
        var ranges = new List<WeightRange>();
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            TfliteOperator op = graph.Operators[i];
            if (op.Name is not ("CONV_2D" or "DEPTHWISE_CONV_2D" or "FULLY_CONNECTED" or "TRANSPOSE_CONV")
                || op.Inputs.Length < 2 || op.Inputs[1] < 0)
                continue;
            TfliteTensor weights = graph.Tensors[op.Inputs[1]];
            if (!weights.IsConstant || weights.Data.Length < weights.ByteCount)
                continue;
            if (weights.Type == TensorType.FLOAT32)
                ranges.Add(OfFloats(i, weights.Data.Span));
            else if (weights.Type == TensorType.INT8 && weights.Quantization is { } quantization
                && OfBytes(i, weights, quantization) is { } range)
                ranges.Add(range);
        }

        return ranges;
    }

    private static WeightRange OfFloats(int index, ReadOnlySpan<byte> data)
    {
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i + 4 <= data.Length; i += 4)
        {
            double value = BinaryPrimitives.ReadSingleLittleEndian(data[i..]);
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return new(index, lowest, highest, 1);
    }

    private static WeightRange? OfBytes(int index, TfliteTensor weights, TensorQuantization quantization)
    {
        int channels = quantization.Scales.Length;
        int axis = quantization.Axis;
        bool isPerChannel = channels > 1;
        if (channels == 0 || (isPerChannel && (axis < 0 || axis >= weights.Shape.Length || weights.Shape[axis] != channels)))
            return null; // What the file states does not fit together.
        long inner = isPerChannel ? weights.Shape.Skip(axis + 1).Aggregate(1L, (product, size) => product * size) : 1;
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        ReadOnlySpan<byte> data = weights.Data.Span;
        for (int i = 0; i < data.Length; i++)
        {
            int channel = isPerChannel ? (int)(i / inner % channels) : 0;
            long zero = quantization.ZeroPoints.Length == 0 ? 0
                : quantization.ZeroPoints[Math.Min(channel, quantization.ZeroPoints.Length - 1)];
            double value = quantization.Scales[channel] * (double)((sbyte)data[i] - zero);
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        double largest = quantization.Scales.Max();
        return new(index, lowest, highest, largest > 0 ? quantization.Scales.Min() / largest : 1);
    }
}
