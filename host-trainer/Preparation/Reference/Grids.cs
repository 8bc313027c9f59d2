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

        if (op.Input.Scale != output.Scale)
            throw new NotSupportedException($"{op} changes the scale.");
        int shift = output.ZeroPoint - op.Input.ZeroPoint;
        return Values.Of(output.Shape, [.. input.Integers.Select(q => Math.Clamp(q + shift, least, most))]);
    }

    public static Values Dequantize(EditableOperator op, Values input) => op.Input.Scale == 0
        ? throw new NotSupportedException($"{op} reads a tensor without a scale.")
        : Values.Of(op.Output.Shape, [.. input.Integers.Select(q => op.Input.Scale * (q - op.Input.ZeroPoint))]);
}
