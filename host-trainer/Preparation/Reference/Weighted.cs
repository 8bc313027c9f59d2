using System.Numerics;
using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>Operators with weights: int32 accumulators, rescaled once in float32, halves to even, as XNNPACK does.</summary>
internal static class Weighted
{
    public static Values Convolve(EditableOperator op, Values[] inputs, bool depthwise)
    {
        (Values input, Values weights) = (inputs[0], inputs[1]);
        int[] from = input.Shape, to = op.Output.Shape;
        int kernelHeight = weights.Shape[1], kernelWidth = weights.Shape[2], channels = to[3], depth = from[3];
        Window rows = Window.Of(op, from[1], to[1], kernelHeight, height: true), columns =
            Window.Of(op, from[2], to[2], kernelWidth, height: false);
        int perGroup = depthwise ? 1 : weights.Shape[3], multiplier = depthwise ? channels / depth : 1;
        if (!depthwise && perGroup != depth)
            throw new NotSupportedException($"{op} has {depth / Math.Max(1, perGroup)} groups.");
        int[] differences = [.. input.Integers.Select(q => q - op.Input.ZeroPoint)];
        var output = new int[to[1] * to[2] * channels];
        for (int y = 0; y < to[1]; y++)
        {
            for (int x = 0; x < to[2]; x++)
            {
                for (int c = 0; c < channels; c++)
                {
                    int sum = 0;
                    for (int ky = 0; ky < kernelHeight; ky++)
                    {
                        int row = rows.Place(y, ky);
                        if (row < 0 || row >= from[1])
                            continue;
                        for (int kx = 0; kx < kernelWidth; kx++)
                        {
                            int column = columns.Place(x, kx);
                            if (column < 0 || column >= from[2])
                                continue;
                            int at = ((row * from[2]) + column) * depth, tap = (ky * kernelWidth) + kx;
                            sum += depthwise
                                ? differences[at + (c / multiplier)] * weights.Integers[(tap * channels) + c]
                                : Dot(differences.AsSpan(at, depth),
                                    weights.Integers.AsSpan(((c * kernelHeight * kernelWidth) + tap) * depth, depth));
                        }
                    }

                    output[(((y * to[2]) + x) * channels) + c] = sum;
                }
            }
        }

        Finish(op, output, channels, inputs);
        return Values.Of(to, output);
    }

    public static Values Connect(EditableOperator op, Values[] inputs)
    {
        int channels = inputs[1].Shape[0], depth = inputs[1].Shape[1], rows = inputs[0].Integers.Length / depth;
        int[] differences = [.. inputs[0].Integers.Select(q => q - op.Input.ZeroPoint)];
        var output = new int[rows * channels];
        for (int row = 0; row < rows; row++)
        {
            for (int c = 0; c < channels; c++)
                output[(row * channels) + c] = Dot(differences.AsSpan(row * depth, depth),
                    inputs[1].Integers.AsSpan(c * depth, depth));
        }

        Finish(op, output, channels, inputs);
        return Values.Of(op.Output.Shape, output);
    }

    private static void Finish(EditableOperator op, int[] accumulators, int channels, Values[] inputs)
    {
        TensorQuantization weights = op.At(1)!.Quantization
            ?? throw new NotSupportedException($"{op} has weights without a scale.");
        (int least, int most) = Interpreter.Clamp(op);
        EditableTensor output = op.Output;
        var factors = new float[channels];
        for (int c = 0; c < channels; c++)
            factors[c] = op.Input.Scale * weights.Scales[weights.Scales.Length == 1 ? 0 : c] / output.Scale;
        for (int i = 0; i < accumulators.Length; i++)
        {
            int c = i % channels;
            int sum = accumulators[i] + (inputs.Length > 2 ? inputs[2].Integers[c] : 0);
            float product = Math.Clamp(sum * factors[c], -1024f, 1024f);
            accumulators[i] = Math.Clamp((int)MathF.Round(product, MidpointRounding.ToEven) + output.ZeroPoint, least, most);
        }
    }

    private static int Dot(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        int sum = 0, i = 0;
        if (left.Length >= Vector<int>.Count)
        {
            Vector<int> sums = Vector<int>.Zero;
            for (; i <= left.Length - Vector<int>.Count; i += Vector<int>.Count)
                sums += new Vector<int>(left[i..]) * new Vector<int>(right[i..]);
            sum = Vector.Sum(sums);
        }

        for (; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
