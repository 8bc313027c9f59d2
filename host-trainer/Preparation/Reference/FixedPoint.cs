using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>The integer arithmetic of those of TFLite's kernels that XNNPACK leaves alone.</summary>
internal static class FixedPoint
{
    /// <summary>value * factor, rounded twice, halves away from zero.</summary>
    public static int Rescale(int value, FixedPointFactor factor)
    {
        (int left, int right) = (Math.Max(factor.Shift, 0), Math.Max(-factor.Shift, 0));
        return Divide(MultiplyHigh(value << left, factor.Multiplier), right);
    }

    /// <summary>value / 2^power, halves away from zero.</summary>
    public static int Divide(int value, int power)
    {
        int mask = (1 << power) - 1, half = (mask >> 1) + (value < 0 ? 1 : 0);
        return (value >> power) + ((value & mask) > half ? 1 : 0);
    }

    /// <summary>a * b / 2^31, rounded.</summary>
    public static int MultiplyHigh(int a, int b)
    {
        long product = (long)a * b;
        return (int)((product + (product < 0 ? 1 - (1L << 30) : 1L << 30)) / (1L << 31));
    }

    /// <summary>a * b / 2^15 of two int16, rounded, halves upwards.</summary>
    public static int MultiplyHigh16(int a, int b) => Math.Clamp(((a * b) + (1 << 14)) >> 15, short.MinValue, short.MaxValue);
}
