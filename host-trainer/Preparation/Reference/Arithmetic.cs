using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>ADD, SUB and MUL of two tensors, of which one may be a scalar or a row a channel, as XNNPACK computes them.</summary>
internal static class Arithmetic
{
    // The exponent of the larger factor of a sum that XNNPACK takes.
    private const int LeastExponent = -10;
    private const int MostExponent = 7;

    public static bool Knows(EditableOperator op) => op.Inputs is [{ Type: TensorType.INT8, Scale: > 0 } first, { Type: TensorType.INT8, Scale: > 0 } second]
        && op.Output.IsInt8
        && (op.Code == BuiltinOperator.MUL || Exponent(first, second, op.Output) is >= LeastExponent and <= MostExponent);

    public static Values Compute(EditableOperator op, Values[] inputs)
    {
        (EditableTensor first, EditableTensor second, EditableTensor output) = (op.Inputs[0]!, op.Inputs[1]!, op.Output);
        (int least, int most) = Interpreter.Clamp(op);
        int count = output.ElementCount;
        var result = new int[count];
        int shift = 20 - Exponent(first, second, output);
        int left = Factor(first, output, shift), right = Factor(second, output, shift) * (op.Code == BuiltinOperator.SUB ? -1 : 1);
        float product = first.Scale * second.Scale / output.Scale;
        for (int i = 0; i < count; i++)
        {
            int a = Element(inputs[0], i, count) - first.ZeroPoint, b = Element(inputs[1], i, count) - second.ZeroPoint;
            int q = op.Code == BuiltinOperator.MUL
                ? (int)MathF.Round(Math.Clamp(a * b * product, -1024, 1024), MidpointRounding.ToEven)
                : ((a * left) + (b * right) + (1 << (shift - 1))) >> shift;
            result[i] = Math.Clamp(q + output.ZeroPoint, least, most);
        }

        return Values.Of(output.Shape, result);
    }

    // Whole tensors, scalars, and rows that repeat along the last dimensions.
    private static int Element(Values values, int i, int count) => count % values.Integers.Length == 0
        ? values.Integers[i % values.Integers.Length]
        : throw new NotSupportedException($"A tensor of {values.Integers.Length} elements is spread over {count}.");

    private static int Exponent(EditableTensor first, EditableTensor second, EditableTensor output) =>
        MathF.ILogB(MathF.Max(first.Scale / output.Scale, second.Scale / output.Scale));

    private static int Factor(EditableTensor input, EditableTensor output, int shift) =>
        (int)MathF.Round(input.Scale / output.Scale * (1 << shift), MidpointRounding.ToEven);
}
