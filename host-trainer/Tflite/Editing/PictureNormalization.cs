using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>What the metadata standard says of a picture's bytes: real value = (p - Mean) / Deviation, one number for all channels or one
/// each.</summary>
internal sealed record PictureNormalization(ImmutableArray<float> Mean, ImmutableArray<float> Deviation)
{
    /// <summary>The picture's byte p goes in as q = p - 128, so real = scale * (p - 128 - zeroPoint).</summary>
    public static PictureNormalization ByteMinus128(EditableTensor input) => new([128 + input.ZeroPoint], [1 / input.Scale]);

    public bool IsByteMinus128(EditableTensor input) =>
        Enumerable.Range(0, 256).All(p => Enumerable.Range(0, Math.Max(Mean.Length, Deviation.Length)).All(c => Byte(input, p, c) == p - 128));

    /// <summary>Whether it can be meant for this input: one number for all channels or one each, none of them absurd, and bytes that differ
    /// widely stay apart. Files state deviations of 1 for inputs in [0, 1], say; such words are better passed over.</summary>
    public bool Fits(EditableTensor input)
    {
        int channels = input.Shape.Length == 4 ? input.Shape[3] : 0;
        const int leastCodes = 64;
        return channels is 1 or 3 && input.Scale > 0 && (Mean.Length == 1 || Mean.Length == channels)
            && (Deviation.Length == 1 || Deviation.Length == channels) && Mean.All(float.IsFinite) && Deviation.All(d => float.IsFinite(d) && d > 0)
            && Enumerable.Range(0, channels).All(c => Enumerable.Range(0, 256).Select(p => Byte(input, p, c)).Distinct().Count() >= leastCodes);
    }

    /// <summary>int8 [channels, 256]: what each byte becomes.</summary>
    public byte[] Table(EditableTensor input) =>
        [.. Enumerable.Range(0, 256 * input.Shape[3]).Select(i => (byte)(sbyte)Byte(input, i % 256, i / 256))];

    /// <summary>The int8 that a picture's byte becomes, in [-128, 127].</summary>
    public int Byte(EditableTensor input, int p, int channel)
    {
        double mean = Mean[Math.Min(channel, Mean.Length - 1)], real = (p - mean) / Deviation[Math.Min(channel, Deviation.Length - 1)];
        return (int)Math.Clamp(Math.Round(real / input.Scale, MidpointRounding.AwayFromZero) + input.ZeroPoint, -128, 127);
    }
}
