namespace TinyClassify.Trainer.Dataset;

/// <summary>Does to training pictures what cameras, editors and JPEG files do to those on a memory card.</summary>
/// <remarks>Each picture's fate depends on the random numbers alone. Not to be shared by threads.</remarks>
public sealed class Degradation(DegradationRecipe recipe)
{
    private readonly JpegRoundTrip _jpeg = new();
    private readonly PictureFilters _filters = new();
    private byte[] _large = [];

    /// <param name="rgb">uint8 [size, size, 3]; changed in place.</param>
    public void Apply(Span<byte> rgb, int size, DeterministicRandom random)
    {
        if (Happens(recipe.BlurFraction))
            _filters.Blur(rgb, size, (float)(0.25 * random.NextDouble()));
        if (Happens(recipe.NoiseFraction))
            PictureFilters.AddNoise(rgb, (float)(recipe.LargestNoise * random.NextDouble()), random);
        if (Happens(recipe.EnlargedFraction))
            ShrinkFromLarger(rgb, size, random);
        if (Happens(recipe.JpegFraction))
            Code(rgb, size, random);

        bool Happens(double fraction) => random.NextDouble() < fraction;
    }

    // The original was larger, and a JPEG itself; the decoder shrinks it.
    private void ShrinkFromLarger(Span<byte> rgb, int size, DeterministicRandom random)
    {
        var side = (int)Math.Round(size * (1 + ((recipe.LargestEnlargement - 1) * random.NextDouble())));
        if (_large.Length < side * side * 3)
            _large = new byte[side * side * 3];
        var large = _large.AsSpan(0, side * side * 3);
        _filters.Resize(rgb, size, large, side);
        if (random.NextDouble() < recipe.JpegFraction)
            Code(large, side, random);
        _filters.Resize(large, side, rgb, size);
    }

    private void Code(Span<byte> rgb, int size, DeterministicRandom random) =>
        _jpeg.Apply(rgb, size, recipe.LowestJpegQuality + random.Next(recipe.HighestJpegQuality - recipe.LowestJpegQuality + 1),
            random.NextDouble() < recipe.HalvedChromaFraction);
}
