namespace TinyClassify.Trainer.Quantization;

/// <summary>An affine int8 grid: real = Scale * (q - ZeroPoint), q in [-128, 127].</summary>
public readonly record struct QuantizationStep(float Scale, int ZeroPoint)
{
    /// <summary>The network's input: byte p is q = p - 128 and stands for (p - 128) / 128.</summary>
    public static readonly QuantizationStep Input = new(1 / 128f, 0);

    /// <summary>Of a grid from its lowest code to its highest.</summary>
    internal const int Steps = 255;

    // Below this a range says nothing; 2^-20 keeps every requantisation multiplier within what runtimes take.
    private const float SmallestScale = 1f / (1 << 20);

    public float Lowest => Scale * (-128 - ZeroPoint);

    public float Highest => Scale * (127 - ZeroPoint);

    /// <summary>The grid that covers [minimum, maximum] and has 0.0 on it exactly.</summary>
    /// <remarks>Source: Jacob et al. 2018, arXiv:1712.05877, section 3.1: the range is widened to hold 0, then shifted by less
    /// than a step.</remarks>
    public static QuantizationStep Covering(float minimum, float maximum)
    {
        minimum = Math.Min(minimum, 0);
        maximum = Math.Max(maximum, 0);
        var scale = Math.Max((maximum - minimum) / Steps, SmallestScale);
        var zeroPoint = (int)Math.Clamp(MathF.Round(-128 - (minimum / scale)), -128, 127);
        return new(scale, zeroPoint);
    }
}
