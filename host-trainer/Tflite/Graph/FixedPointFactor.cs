namespace TinyClassify.Tflite;

/// <summary>A positive factor as integer runtimes keep it: Multiplier * 2^(Shift - 31).</summary>
/// <param name="Multiplier">In [2^30, 2^31), or 0 for a factor too small to matter.</param>
/// <param name="Shift">In [-31, 30]; -1 where the multiplier is 0.</param>
/// <remarks>Rounded as TFLite's QuantizeMultiplier: 31 bits of the double, halves away from zero.</remarks>
public readonly record struct FixedPointFactor(int Multiplier, int Shift)
{
    private const int SmallestShift = -31;
    private const int LargestShift = 30;
    private const long One = 1L << 31;

    /// <exception cref="ArgumentOutOfRangeException">Not positive, or 2^30 and more.</exception>
    public static FixedPointFactor Of(double factor)
    {
        if (!(factor > 0) || factor >= 1L << LargestShift)
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Expected a positive factor below 2^30.");
        int shift = Math.ILogB(factor) + 1;
        long multiplier = (long)Math.Round(Math.ScaleB(factor, -shift) * One, MidpointRounding.AwayFromZero);
        if (multiplier == One)
        {
            multiplier /= 2;
            shift++;
        }

        return shift < SmallestShift ? new(0, -1) : new((int)multiplier, shift);
    }
}
