namespace TinyClassify.Trainer.Dataset;

/// <summary>What befalls pictures on their way to a memory card, in training; meanings stand beside the values in
/// Recipes/cifar10.json.</summary>
public sealed record DegradationRecipe
{
    public required double JpegFraction { get; init; }

    public required int LowestJpegQuality { get; init; }

    public required int HighestJpegQuality { get; init; }

    public required double HalvedChromaFraction { get; init; }

    public required double EnlargedFraction { get; init; }

    public required double LargestEnlargement { get; init; }

    public required double BlurFraction { get; init; }

    public required double NoiseFraction { get; init; }

    public required double LargestNoise { get; init; }

    /// <exception cref="InvalidDataException">A member is out of range; the message names it.</exception>
    public void Validate()
    {
        foreach (var (name, fraction) in new[]
        {
            (nameof(JpegFraction), JpegFraction), (nameof(HalvedChromaFraction), HalvedChromaFraction),
                (nameof(EnlargedFraction), EnlargedFraction),
            (nameof(BlurFraction), BlurFraction), (nameof(NoiseFraction), NoiseFraction),
        })
            Check(fraction is >= 0 and <= 1, name, fraction, "0 to 1");
        Check(LowestJpegQuality is >= 1 and <= 100, nameof(LowestJpegQuality), LowestJpegQuality, "1 to 100");
        Check(HighestJpegQuality >= LowestJpegQuality
            && HighestJpegQuality <= 100, nameof(HighestJpegQuality), HighestJpegQuality,
            $"{LowestJpegQuality} (lowestJpegQuality) to 100");
        Check(LargestEnlargement is >= 1 and <= 8, nameof(LargestEnlargement), LargestEnlargement, "1 to 8");
        Check(LargestNoise is >= 0 and <= 64, nameof(LargestNoise), LargestNoise, "0 to 64");

        static void Check(bool holds, string name, object value, string expected)
        {
            if (!holds)
                throw new InvalidDataException(
                    $"degradation.{char.ToLowerInvariant(name[0])}{name[1..]} is {value}; expected {expected}.");
        }
    }
}
