using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>What the metadata standard says of a picture's bytes: real value = (p - Mean) / Deviation, one number for all
/// channels or one each.</summary>
public sealed record PictureNormalization(ImmutableArray<float> Mean, ImmutableArray<float> Deviation)
{
    /// <summary>The picture's byte p goes in as q = p - 128, so real = scale * (p - 128 - zeroPoint); as it is where the input is
    /// unsigned.</summary>
    internal static PictureNormalization ByteMinus128(EditableTensor input) =>
        new([input.ZeroPoint + (input.Type == Format.TensorType.UINT8 ? 0 : 128)], [1 / input.Scale]);

    internal bool IsByteMinus128(EditableTensor input) =>
        Enumerable.Range(0, 256).All(p => Enumerable.Range(0, Math.Max(Mean.Length, Deviation.Length))
            .All(c => Byte(input, p, c) == p - 128));

    /// <summary>Whether it can be meant for this input: one number for all channels or one each, none of them absurd, and bytes
    /// that differ widely stay apart. Files state deviations of 1 for inputs in [0, 1], say; such words are better passed
    /// over.</summary>
    internal bool Fits(EditableTensor input)
    {
        int channels = input.Shape.Length == 4 ? input.Shape[3] : 0;
        const int leastCodes = 64;
        return channels is 1 or 3 && input.Scale > 0 && (Mean.Length == 1 || Mean.Length == channels)
            && (Deviation.Length == 1 || Deviation.Length == channels) && Mean.All(float.IsFinite)
            && Deviation.All(d => float.IsFinite(d) && d > 0)
            && Enumerable.Range(0, channels).All(c =>
                Enumerable.Range(0, 256).Select(p => Byte(input, p, c)).Distinct().Count() >= leastCodes);
    }

    /// <summary>The same of the input that arithmetic behind it leaves; null where a channel's bytes all become one, or turn
    /// round.</summary>
    internal PictureNormalization? Behind(InputCodes codes)
    {
        int channels = Math.Max(codes.Factors.Length, Math.Max(Mean.Length, Deviation.Length));
        if (codes.Factors.Any(f => !(f > 0 && float.IsFinite(f))))
            return null;
        static T At<T>(IReadOnlyList<T> numbers, int channel) => numbers[channel % numbers.Count];
        return new PictureNormalization(
            [.. Enumerable.Range(0, channels).Select(c =>
                At(Mean, c) - (At(codes.Offsets, c) / At(codes.Factors, c) * At(Deviation, c)))],
            [.. Enumerable.Range(0, channels).Select(c => At(Deviation, c) / At(codes.Factors, c))]);
    }

    /// <summary>The int8 that a picture's byte becomes, in [-128, 127].</summary>
    internal int Byte(EditableTensor input, int p, int channel)
    {
        double mean = Mean[Math.Min(channel, Mean.Length - 1)], real =
            (p - mean) / Deviation[Math.Min(channel, Deviation.Length - 1)];
        return (int)Math.Clamp(Math.Round(real / input.Scale, MidpointRounding.AwayFromZero) + input.ZeroPoint, -128, 127);
    }
}
