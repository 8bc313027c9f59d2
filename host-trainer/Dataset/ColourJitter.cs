namespace TinyClassify.Trainer.Dataset;

/// <summary>Changes brightness, contrast, saturation and hue of a picture at once: all four are one matrix and one
/// offset.</summary>
/// <remarks>Hue is turned about the axis of greys, which leaves them as they are; the usual way over HSV bends instead.</remarks>
public static class ColourJitter
{
    private const int Bits = 12;

    // Luma of ITU-R BT.601.
    private static readonly double[] s_luma = [0.299, 0.587, 0.114];

    /// <param name="rgb">uint8 [N, 3]; changed in place.</param>
    public static void Apply(Span<byte> rgb, AugmentRecipe recipe, DeterministicRandom random)
    {
        var brightness = Factor(recipe.Brightness);
        var contrast = Factor(recipe.Contrast);
        var saturation = Factor(recipe.Saturation);
        var turn = 2 * Math.PI * recipe.Hue * ((2 * random.NextDouble()) - 1);
        Apply(rgb, brightness, contrast, saturation, turn);

        double Factor(double largest) => 1 + (largest * ((2 * random.NextDouble()) - 1));
    }

    /// <param name="turn">Of the hue, radians.</param>
    public static void Apply(Span<byte> rgb, double brightness, double contrast, double saturation, double turn)
    {
        Span<int> matrix = stackalloc int[9];
        var (cos, sin) = (Math.Cos(turn), Math.Sin(turn) / Math.Sqrt(3));
        for (var to = 0; to < 3; to++)
            for (var from = 0; from < 3; from++)
            {
                // A rotation about (1, 1, 1), after Rodrigues: its cross product has +1 one place on, -1 one place back.
                var cross = ((3 + from - to) % 3) switch { 0 => 0, 1 => -sin, _ => sin };
                var turned = ((1 - cos) / 3) + cross + (to == from ? cos : 0);
                var coloured = (saturation * turned) + ((1 - saturation) * s_luma[from]);
                matrix[(3 * to) + from] = (int)Math.Round(brightness * contrast * coloured * (1 << Bits));
            }
        var offset = (int)Math.Round(brightness * (1 - contrast) * MeanLuma(rgb) * (1 << Bits)) + (1 << (Bits - 1));
        for (var p = 0; p + 2 < rgb.Length; p += 3)
        {
            var (r, g, b) = ((int)rgb[p], (int)rgb[p + 1], (int)rgb[p + 2]);
            rgb[p] = Clamped((matrix[0] * r) + (matrix[1] * g) + (matrix[2] * b) + offset);
            rgb[p + 1] = Clamped((matrix[3] * r) + (matrix[4] * g) + (matrix[5] * b) + offset);
            rgb[p + 2] = Clamped((matrix[6] * r) + (matrix[7] * g) + (matrix[8] * b) + offset);
        }

        static byte Clamped(int value) => (byte)Math.Clamp(value >> Bits, 0, 255);
    }

    private static double MeanLuma(ReadOnlySpan<byte> rgb)
    {
        var (r, g, b) = (0L, 0L, 0L);
        for (var p = 0; p + 2 < rgb.Length; p += 3)
            (r, g, b) = (r + rgb[p], g + rgb[p + 1], b + rgb[p + 2]);
        return ((s_luma[0] * r) + (s_luma[1] * g) + (s_luma[2] * b)) / Math.Max(1, rgb.Length / 3);
    }
}
