namespace TinyClassify.Tflite;

/// <summary>Bounds of the factor that turns an accumulator into an output byte.</summary>
internal static class Requantization
{
    // XNNPACK refuses factors of 256 and more; below 2^-32 its fixed-point form and ours lose all significant bits.
    private const double Limit = 256.0;
    private const double Smallest = 1.0 / (1L << 32);

    /// <summary>Largest |accumulator| that rescaling takes: a factor of 1 or more first shifts it left, within 30 bits and
    /// sign.</summary>
    public static long AccumulatorLimit(double factor)
    {
        int leftShift = factor < 0.5 ? 0 : Math.Max(0, Math.ILogB(factor) + 1);
        return ((1L << 30) - 1) >> leftShift;
    }

    public static void Check(double factor, QuantizedTensor output, int channel)
    {
        if (factor is >= Limit or < Smallest)
        {
            throw new ArgumentException(
                $"Channel {channel} of the operator that makes '{output.Name}' rescales its accumulator by {factor:G6} " +
                $"(inputScale * weightScale / outputScale); expected 2^-32 to {Limit}, what runtimes can compute.");
        }
    }
}
