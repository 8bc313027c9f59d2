using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>SOFTMAX and LOGISTIC of int8: in float32, as LiteRT computes them without a processor's own exponential.</summary>
internal static class Probabilities
{
    public static Values Softmax(EditableOperator op, Values input)
    {
        EditableTensor output = op.Output;
        float step = (op.Options.Beta ?? 0) * op.Input.Scale;
        int depth = input.Shape[^1];
        var codes = new int[input.Integers.Length];
        for (int row = 0; row < codes.Length; row += depth)
        {
            ReadOnlySpan<int> values = input.Integers.AsSpan(row, depth);
            int greatest = int.MinValue;
            foreach (int q in values)
                greatest = Math.Max(greatest, q);
            float sum = 0;
            foreach (int q in values)
                sum += Exponential(step, greatest - q);
            float factor = 1 / (sum * output.Scale);
            for (int i = 0; i < depth; i++)
                codes[row + i] = Math.Clamp((int)((Exponential(step, greatest - values[i]) * factor) + 0.5f) + output.ZeroPoint,
                    -128, 127);
        }

        return Values.Of(output.Shape, codes);
    }

    public static Values Logistic(EditableOperator op, Values input)
    {
        (EditableTensor from, EditableTensor to) = (op.Input, op.Output);
        return Values.Of(to.Shape, [.. input.Integers.Select(q =>
        {
            float sigmoid = 1 / (1 + Exponential(from.Scale, q - from.ZeroPoint));
            return Math.Clamp((int)MathF.Round(sigmoid / to.Scale, MidpointRounding.ToEven) + to.ZeroPoint, -128, 127);
        })]);
    }

    // exp(-step * count), rounded once to float32.
    private static float Exponential(float step, int count) => (float)Math.Exp(-step * count);
}
