using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>Means and greatest values; a pool's means are rounded halves away from zero.</summary>
internal static class Pooling
{
    public static Values Pool(EditableOperator op, Values input, bool average)
    {
        int[] from = input.Shape, to = op.Output.Shape;
        int height = op.Options.FilterHeight ?? 1, width = op.Options.FilterWidth ?? 1, channels = to[3];
        Window rows = Window.Of(op, from[1], to[1], height, height: true), columns =
            Window.Of(op, from[2], to[2], width, height: false);
        (int least, int most) = Interpreter.Clamp(op);
        var output = new int[to[1] * to[2] * channels];
        for (int i = 0; i < output.Length; i++)
        {
            int c = i % channels, x = i / channels % to[2], y = i / channels / to[2], sum = 0, count = 0, greatest = -128;
            for (int ky = 0; ky < height; ky++)
            {
                for (int kx = 0; kx < width; kx++)
                {
                    (int row, int column) = (rows.Place(y, ky), columns.Place(x, kx));
                    if (row < 0 || row >= from[1] || column < 0 || column >= from[2])
                        continue;
                    int q = input.Integers[(((row * from[2]) + column) * channels) + c];
                    sum += q;
                    count++;
                    greatest = Math.Max(greatest, q);
                }
            }

            output[i] = Math.Clamp(average ? Divide(sum, count) : greatest, least, most);
        }

        return Values.Of(to, output);
    }

    public static Values Mean(EditableOperator op, Values[] inputs)
    {
        (int[] sums, int count) = Reduce(inputs, 0, (sum, q) => sum + q);
        // Once, in float32, halves to even, the zero points before rounding: another mean than a pool's where a half occurs.
        (EditableTensor input, EditableTensor output) = (op.Input, op.Output);
        float factor = input.Scale / output.Scale / count, bias = output.ZeroPoint + (-count * input.ZeroPoint * factor);
        return Values.Of(output.Shape, [.. sums.Select(sum =>
            Math.Clamp((int)MathF.Round((sum * factor) + bias, MidpointRounding.ToEven), -128, 127))]);
    }

    public static Values Greatest(EditableOperator op, Values[] inputs) =>
        Values.Of(op.Output.Shape, Reduce(inputs, sbyte.MinValue, Math.Max).Results);

    // Over the dimensions that the second input names.
    private static (int[] Results, int Count) Reduce(Values[] inputs, int start, Func<int, int, int> reduce)
    {
        int[] shape = inputs[0].Shape;
        var axes = inputs[1].Integers.Select(a => a < 0 ? a + shape.Length : a).ToHashSet();
        int count = axes.Aggregate(1, (product, a) => product * shape[a]);
        var results = new int[inputs[0].Integers.Length / count];
        Array.Fill(results, start);
        for (int i = 0; i < inputs[0].Integers.Length; i++)
        {
            int rest = i, place = 0, stride = 1;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                int at = rest % shape[axis];
                rest /= shape[axis];
                if (axes.Contains(axis))
                    continue;
                place += at * stride;
                stride *= shape[axis];
            }

            results[place] = reduce(results[place], inputs[0].Integers[i]);
        }

        return (results, count);
    }

    private static int Divide(int sum, int count) => (sum + (sum > 0 ? count / 2 : -(count / 2))) / count;
}
