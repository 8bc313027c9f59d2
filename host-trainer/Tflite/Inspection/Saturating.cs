namespace TinyClassify.Tflite;

/// <summary>Sums of what a file claims, which may be anything.</summary>
internal static class Saturating
{
    /// <summary>a + b, or long.MaxValue where that is more; neither is negative.</summary>
    public static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
