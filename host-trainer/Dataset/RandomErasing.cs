namespace TinyClassify.Trainer.Dataset;

/// <summary>Paints a random rectangle of a picture mid-grey.</summary>
/// <remarks>Source: Zhong et al. 2017, arXiv:1708.04896, with mid-grey in place of noise.</remarks>
public static class RandomErasing
{
    private const double LargestAspect = 3;

    /// <param name="rgb">uint8 [size, size, 3]; changed in place.</param>
    public static void Apply(Span<byte> rgb, int size, AugmentRecipe recipe, DeterministicRandom random)
    {
        if (random.NextDouble() >= recipe.EraseProbability)
            return;
        var area = recipe.EraseArea * random.NextDouble() * size * size;
        var aspect = Math.Exp(((2 * random.NextDouble()) - 1) * Math.Log(LargestAspect));
        var width = Math.Clamp((int)Math.Sqrt(area * aspect), 1, size);
        var height = Math.Clamp((int)Math.Sqrt(area / aspect), 1, size);
        var (x, y) = (random.Next(size - width + 1), random.Next(size - height + 1));
        for (var row = y; row < y + height; row++)
            rgb.Slice(((row * size) + x) * 3, width * 3).Fill(128);
    }
}
