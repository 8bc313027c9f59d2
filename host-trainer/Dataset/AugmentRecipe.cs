namespace TinyClassify.Trainer.Dataset;

/// <summary>What random changes large pictures take while they are trained on: a section's member "augment".</summary>
public sealed record AugmentRecipe
{
    /// <summary>A rectangle of the whole picture, at least of this share of its area, becomes the network's input; above 0, 1 for
    /// all of it.</summary>
    public required double SmallestArea { get; init; }

    /// <summary>Longer by shorter side of that rectangle, 1 or more.</summary>
    public required double LargestAspect { get; init; }

    /// <summary>Largest change of the factor 1 by which all values are multiplied.</summary>
    public double Brightness { get; init; }

    /// <summary>The same for their distance from the picture's mean grey.</summary>
    public double Contrast { get; init; }

    /// <summary>The same for colours' distance from grey.</summary>
    public double Saturation { get; init; }

    /// <summary>Largest turn of the colours, in turns of the colour circle.</summary>
    public double Hue { get; init; }

    /// <summary>How many pictures get a mid-grey rectangle, 0 to 1.</summary>
    public double EraseProbability { get; init; }

    /// <summary>Largest share of the picture that it covers.</summary>
    public double EraseArea { get; init; }

    /// <returns>Pixels that the shorter side of a picture needs so that no rectangle has to be enlarged, for inputs of so
    /// many.</returns>
    public int ShorterSide(int inputSize) => (int)Math.Min(2 * inputSize, Math.Ceiling(inputSize / Math.Sqrt(SmallestArea)));

    /// <exception cref="InvalidDataException">A member is out of range; the message begins with its path.</exception>
    public void Validate(string section)
    {
        Check(SmallestArea is > 0 and <= 1, nameof(SmallestArea), SmallestArea, "above 0, at most 1");
        Check(LargestAspect is >= 1 and <= 4, nameof(LargestAspect), LargestAspect, "1 to 4");
        Check(Brightness is >= 0 and < 1, nameof(Brightness), Brightness, "0 to below 1");
        Check(Contrast is >= 0 and < 1, nameof(Contrast), Contrast, "0 to below 1");
        Check(Saturation is >= 0 and <= 1, nameof(Saturation), Saturation, "0 to 1");
        Check(Hue is >= 0 and <= 0.5, nameof(Hue), Hue, "0 to 0.5");
        Check(EraseProbability is >= 0 and <= 1, nameof(EraseProbability), EraseProbability, "0 to 1");
        Check(EraseArea is >= 0 and < 1 && (EraseArea > 0 || EraseProbability == 0), nameof(EraseArea), EraseArea,
            EraseProbability == 0 ? "0 to below 1" : $"above 0, below 1, since eraseProbability is {EraseProbability}");

        void Check(bool holds, string name, double value, string expected)
        {
            if (!holds)
                throw new InvalidDataException(
                    $"{section}.augment.{char.ToLowerInvariant(name[0])}{name[1..]} is {value}; expected {expected}.");
        }
    }
}
