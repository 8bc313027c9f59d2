using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>What the metadata standard says of a picture's bytes: real value = (p - Mean) / Deviation, one number for all channels or one
/// each.</summary>
internal sealed record PictureNormalization(ImmutableArray<float> Mean, ImmutableArray<float> Deviation)
{
    /// <summary>The picture's byte p goes in as q = p - 128, so real = scale * (p - 128 - zeroPoint).</summary>
    public static PictureNormalization ByteMinus128(EditableTensor input) => new([128 + input.ZeroPoint], [1 / input.Scale]);

    public bool IsByteMinus128(EditableTensor input) =>
        Enumerable.Range(0, 256).All(p => Enumerable.Range(0, Mean.Length).All(c => Byte(input, p, c) == p - 128));

    /// <summary>The int8 that a picture's byte becomes, in [-128, 127].</summary>
    public int Byte(EditableTensor input, int p, int channel)
    {
        double real = (p - (double)Mean[channel]) / Deviation[Math.Min(channel, Deviation.Length - 1)];
        return (int)Math.Clamp(Math.Round(real / input.Scale, MidpointRounding.AwayFromZero) + input.ZeroPoint, -128, 127);
    }
}
