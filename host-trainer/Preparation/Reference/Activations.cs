using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>Functions of one int8 code, as TFLite's own kernels compute them: RELU and its kin, HARD_SWISH, RSQRT.</summary>
internal static class Activations
{
    public static Values Compute(EditableOperator op, Values input)
    {
        Func<int, int> code = op.Code switch
        {
            BuiltinOperator.HARD_SWISH => HardSwish(op.Input.Scale, op.Output),
            BuiltinOperator.RSQRT => InverseRoot(op.Input.Scale, op.Output),
            _ => Relu(op),
        };
        return Values.Of(op.Output.Shape, [.. input.Integers.Select(q => Math.Clamp(code(q - op.Input.ZeroPoint), -128, 127))]);
    }

    private static Func<int, int> Relu(EditableOperator op)
    {
        (EditableTensor from, EditableTensor to) = (op.Input, op.Output);
        var factor = FixedPointFactor.Of(from.Scale / to.Scale);
        int Code(float real) => to.ZeroPoint + (int)MathF.Round(real / to.Scale, MidpointRounding.AwayFromZero);
        (int least, int most) = op.Code switch
        {
            BuiltinOperator.RELU6 => (to.ZeroPoint, Code(6)),
            BuiltinOperator.RELU_N1_TO_1 => (Code(-1), Code(1)),
            _ => (to.ZeroPoint, 127),
        };
        (least, most) = (Math.Max(least, -128), Math.Min(most, 127));
        return distance => Math.Clamp(FixedPoint.Rescale(distance, factor) + to.ZeroPoint, least, most);
    }

    // In int16; the upper halves of the factors, rounded.
    private static Func<int, int> HardSwish(float scale, EditableTensor output)
    {
        float fine = 1f / 128 * scale;
        FixedPointFactor result = FixedPointFactor.Of(fine / output.Scale), reluish = FixedPointFactor.Of(fine / (3f / 32768));
        static int Upper(FixedPointFactor factor) => (int)Math.Min((factor.Multiplier + (1L << 15)) >> 16, short.MaxValue);
        static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);
        return distance =>
        {
            int value = distance * 128;
            int rectified = reluish.Shift > 0 ? Saturate(value * (1 << (reluish.Shift - 1))) : value;
            rectified = FixedPoint.MultiplyHigh16(rectified, Upper(reluish));
            if (reluish.Shift > 0)
                rectified = Saturate(2 * rectified);
            if (reluish.Shift < 0)
                rectified = FixedPoint.Divide(rectified, -reluish.Shift);
            int product = ((rectified + (1 << 15)) >> 1) * FixedPoint.MultiplyHigh16(value, Upper(result)) / (1 << 15);
            return FixedPoint.Divide(product, -result.Shift) + output.ZeroPoint;
        };
    }

    // 2^20 / sqrt(distance) by five steps of Newton's method; TFLite itself stops at a code below the zero point.
    private static Func<int, int> InverseRoot(float scale, EditableTensor output)
    {
        var factor = FixedPointFactor.Of(1 / (double)(MathF.Sqrt(scale) * output.Scale));
        factor = factor with { Shift = factor.Shift - 20 };
        return distance =>
        {
            if (distance <= 0)
                return 127;
            int root = 1 << 20;
            if (distance > 1)
            {
                int pairs = ((int.LeadingZeroCount(distance) - 1) / 2) - 1;
                int half = FixedPoint.Divide((distance << (2 * pairs)) >> 1, 1), x = 1 << 28;
                for (int step = 0; step < 5; step++)
                {
                    int cube = FixedPoint.MultiplyHigh(FixedPoint.MultiplyHigh(x, x), x) * 64;
                    x = (FixedPoint.MultiplyHigh(3 << 27, x) - FixedPoint.MultiplyHigh(half, cube)) * 8;
                }

                root = FixedPoint.MultiplyHigh(1 << (9 + pairs), FixedPoint.MultiplyHigh(x, 1518500250));
            }

            return FixedPoint.Rescale(root, factor) + output.ZeroPoint;
        };
    }
}
