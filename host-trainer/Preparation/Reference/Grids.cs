using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>From real values to a grid and back.</summary>
internal static class Grids
{
    public static Values Quantize(EditableOperator op, Values input)
    {
        EditableTensor output = op.Output;
        (int least, int most) = output.Type switch
        {
            TensorType.INT8 => (-128, 127),
            TensorType.UINT8 => (0, 255),
            _ => throw new NotSupportedException($"{op} makes {output.Type.Name()}."),
        };
        if (op.Input.Type == TensorType.FLOAT32)
        {
            return Values.Of(output.Shape, [.. input.Floats.Select(real => (int)Math.Clamp(
                MathF.Round(real / output.Scale, MidpointRounding.ToEven) + output.ZeroPoint, least, most))]);
        }

        float ratio = op.Input.Scale / output.Scale;
        return op.Input.Type == output.Type || ratio == 1 ? Rescale(op, input, ratio, ratio, least, most)
            : Requantize(op, input, least, most);
    }

    public static Values LeakyRelu(EditableOperator op, Values input)
    {
        float ratio = op.Input.Scale / op.Output.Scale;
        return Rescale(op, input, ratio, op.Options.Alpha!.Value * ratio, sbyte.MinValue, sbyte.MaxValue);
    }

    /// <summary>Whether XNNPACK takes a factor from code to code; with others, another kernel rounds another way.</summary>
    public static bool Takes(float factor) => Math.Abs(factor) is >= 1f / 256 and <= 128 && factor > -128;

    // From int8 to uint8 or back XNNPACK does not: a 31-bit factor, the product rounded twice.
    private static Values Requantize(EditableOperator op, Values input, int least, int most)
    {
        var factor = FixedPointFactor.Of((double)op.Input.Scale / op.Output.Scale);
        return Values.Of(op.Output.Shape, [.. input.Integers.Select(q =>
            Math.Clamp(FixedPoint.Rescale(q - op.Input.ZeroPoint, factor) + op.Output.ZeroPoint, least, most))]);
    }

    // By factors of 8 bits below 1, one for codes from the zero point on and one for those below; halves go up.
    private static Values Rescale(EditableOperator op, Values input, float factor, float below, int least, int most)
    {
        static int Fixed(float real) => (int)MathF.Round(256 * real, MidpointRounding.ToEven);
        (int above, int beneath) = (Fixed(factor), Fixed(below));
        return Values.Of(op.Output.Shape, [.. input.Integers.Select(q =>
        {
            int distance = q - op.Input.ZeroPoint, product = distance * (distance < 0 ? beneath : above);
            return Math.Clamp((product + (op.Output.ZeroPoint * 256) + 128) >> 8, least, most);
        })]);
    }

    public static Values Dequantize(EditableOperator op, Values input) => op.Input.Scale == 0
        ? throw new NotSupportedException($"{op} reads a tensor without a scale.")
        : Values.Of(op.Output.Shape, [.. input.Integers.Select(q => op.Input.Scale * (q - op.Input.ZeroPoint))]);
}
