using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>ADD, SUB and MUL of two tensors, of which one may be a scalar or a row a channel, as XNNPACK computes them;
/// SQUARED_DIFFERENCE as TFLite's own kernel does.</summary>
internal static class Arithmetic
{
    // The exponent of the larger factor of a sum that XNNPACK takes.
    private const int LeastExponent = -10;
    private const int MostExponent = 7;

    public static bool Knows(EditableOperator op) =>
        op.Inputs is [{ Type: TensorType.INT8, Scale: > 0 } first, { Type: TensorType.INT8, Scale: > 0 } second]
        && op.Output.IsInt8
        && (op.Code is BuiltinOperator.MUL or BuiltinOperator.SQUARED_DIFFERENCE
            || Exponent(first, second, op.Output) is >= LeastExponent and <= MostExponent);

    public static Values Compute(EditableOperator op, Values[] inputs)
    {
        (EditableTensor first, EditableTensor second, EditableTensor output) = (op.Inputs[0]!, op.Inputs[1]!, op.Output);
        (int least, int most) = Interpreter.Clamp(op);
        int count = output.ElementCount;
        var result = new int[count];
        int shift = 20 - Exponent(first, second, output);
        int left = Factor(first, output, shift), right =
            Factor(second, output, shift) * (op.Code == BuiltinOperator.SUB ? -1 : 1);
        float product = first.Scale * second.Scale / output.Scale;
        int[] one = Spread(inputs[0], output.Shape), other = Spread(inputs[1], output.Shape);
        for (int i = 0; i < count; i++)
        {
            int a = one[i] - first.ZeroPoint, b = other[i] - second.ZeroPoint;
            int q = op.Code == BuiltinOperator.MUL
                ? (int)MathF.Round(Math.Clamp(a * b * product, -1024, 1024), MidpointRounding.ToEven)
                : ((a * left) + (b * right) + (1 << (shift - 1))) >> shift;
            result[i] = Math.Clamp(q + output.ZeroPoint, least, most);
        }

        return Values.Of(output.Shape, result);
    }

    /// <summary>SQUARED_DIFFERENCE, both inputs with 7 more bits on twice the greater scale.</summary>
    public static Values SquareDifference(EditableOperator op, Values[] inputs)
    {
        (EditableTensor first, EditableTensor second, EditableTensor output) = (op.Inputs[0]!, op.Inputs[1]!, op.Output);
        double greater = 2.0 * MathF.Max(first.Scale, second.Scale);
        FixedPointFactor left = FixedPointFactor.Of(first.Scale / greater), right = FixedPointFactor.Of(second.Scale / greater);
        var square = FixedPointFactor.Of(greater * greater / ((1 << 14) * output.Scale));
        return Values.Of(output.Shape, [.. Spread(inputs[0], output.Shape).Zip(Spread(inputs[1], output.Shape), (a, b) =>
        {
            int difference = FixedPoint.Rescale((a - first.ZeroPoint) * 128, left)
                - FixedPoint.Rescale((b - second.ZeroPoint) * 128, right);
            return Math.Clamp(FixedPoint.Rescale(difference * difference, square) + output.ZeroPoint, -128, 127);
        })]);
    }

    /// <summary>MINIMUM or MAXIMUM, all on one grid.</summary>
    public static Values Choose(EditableOperator op, Values[] inputs, Func<int, int, int> choose)
    {
        int[] shape = op.Output.Shape;
        return Values.Of(shape, [.. Spread(inputs[0], shape).Zip(Spread(inputs[1], shape), choose)]);
    }

    // Dimensions that are left out in front or are 1 repeat.
    private static int[] Spread(Values values, int[] shape)
    {
        int missing = shape.Length - values.Shape.Length;
        if (missing < 0 || values.Shape.Where((extent, axis) => extent != 1 && extent != shape[axis + missing]).Any())
            throw new NotSupportedException(
                $"A tensor of shape {Shapes.Text(values.Shape)} is spread over {Shapes.Text(shape)}.");
        var spread = new int[shape.Aggregate(1, (product, extent) => product * extent)];
        for (int i = 0; i < spread.Length; i++)
        {
            int rest = i, at = 0, stride = 1;
            for (int axis = shape.Length - 1; axis >= missing; axis--)
            {
                int extent = values.Shape[axis - missing];
                at += extent == 1 ? 0 : rest % shape[axis] * stride;
                rest /= shape[axis];
                stride *= extent;
            }

            spread[i] = values.Integers[at];
        }

        return spread;
    }

    private static int Exponent(EditableTensor first, EditableTensor second, EditableTensor output) =>
        MathF.ILogB(MathF.Max(first.Scale / output.Scale, second.Scale / output.Scale));

    private static int Factor(EditableTensor input, EditableTensor output, int shift) =>
        (int)MathF.Round(input.Scale / output.Scale * (1 << shift), MidpointRounding.ToEven);
}
