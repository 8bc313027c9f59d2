using System.Runtime.Intrinsics;

namespace TinyClassify.Trainer.Dataset;

/// <summary>The lossy part of JPEG: 8x8 cosine transforms whose coefficients are rounded to a table's multiples.</summary>
internal static class JpegBlocks
{
    /// <summary>Height and width of a block, pixels.</summary>
    public const int Side = 8;

    // ITU-T T.81, tables K.1 and K.2: what libjpeg scales by the quality.
    private static readonly byte[] s_luma =
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly byte[] s_chroma =
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    private static readonly float[][] s_lumaTables = Tables(s_luma);
    private static readonly float[][] s_chromaTables = Tables(s_chroma);

    // The orthonormal transform [frequency, place], and transposed.
    private static readonly float[] s_cosines = Cosines();
    private static readonly float[] s_transposed =
        [.. Enumerable.Range(0, 64).Select(i => s_cosines[(i % Side * Side) + (i / Side)])];

    /// <returns>Steps of the coefficients [vertical, horizontal frequency].</returns>
    public static float[] Luma(int quality) => s_lumaTables[quality];

    /// <inheritdoc cref="Luma"/>
    public static float[] Chroma(int quality) => s_chromaTables[quality];

    /// <summary>Codes and decodes a plane block by block, in place.</summary>
    /// <param name="plane">Whole numbers 0 to 255, [side, side].</param>
    /// <param name="side">A multiple of 8.</param>
    /// <param name="steps">Of the coefficients, [8, 8].</param>
    public static unsafe void Code(float[] plane, int side, float[] steps)
    {
        var block = stackalloc float[64];
        fixed (float* samples = plane, step = steps, cosines = s_cosines, transposed = s_transposed)
            for (var top = samples; top < samples + (side * side); top += Side * side)
                for (var left = top; left < top + side; left += Side)
                {
                    for (var y = 0; y < Side; y++)
                        Vector256.Store(Vector256.Load(left + (y * side)) - Vector256.Create(128f), block + (y * Side));
                    Transform(block, cosines, transposed);
                    for (var i = 0; i < 64; i += Side)
                    {
                        var s = Vector256.Load(step + i);
                        Vector256.Store(Vector256.Round(Vector256.Load(block + i) / s) * s, block + i);
                    }
                    Transform(block, transposed, cosines);
                    for (var y = 0; y < Side; y++)
                    {
                        var values = Vector256.Round(Vector256.Load(block + (y * Side))) + Vector256.Create(128f);
                        Vector256.Store(Vector256.Min(Vector256.Max(values, Vector256<float>.Zero), Vector256.Create(255f)), left
                            + (y * side));
                    }
                }
    }

    // block = left * block * right, all 8x8.
    private static unsafe void Transform(float* block, float* left, float* right)
    {
        var between = stackalloc float[64];
        Multiply(left, block, between);
        Multiply(between, right, block);
    }

    private static unsafe void Multiply(float* a, float* b, float* product)
    {
        for (var i = 0; i < Side; i++)
        {
            var sum = Vector256.Create(a[i * Side]) * Vector256.Load(b);
            for (var k = 1; k < Side; k++)
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(a[(i * Side) + k]), Vector256.Load(b + (k * Side)), sum);
            Vector256.Store(sum, product + (i * Side));
        }
    }

    private static float[][] Tables(byte[] at50) => [.. Enumerable.Range(0, 101).Select(quality =>
    {
        var percent = quality < 50 ? 5000 / Math.Max(quality, 1) : 200 - (2 * quality);
        return at50.Select(q => (float)Math.Clamp(((q * percent) + 50) / 100, 1, 255)).ToArray();
    })];

    private static float[] Cosines()
    {
        var cosines = new float[64];
        for (var k = 0; k < Side; k++)
            for (var n = 0; n < Side; n++)
                cosines[(k * Side) + n] = (float)(Math.Cos(((2 * n) + 1) * k * Math.PI / 16) * (k == 0 ? Math.Sqrt(0.125) : 0.5));
        return cosines;
    }
}
