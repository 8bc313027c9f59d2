using StbImageWriteSharp;

namespace TinyClassify.Trainer.Tests;

/// <summary>Small picture files of one colour and some noise, each of other bytes.</summary>
internal static class TestPictures
{
    public static void Fill(string folder, int count, byte red, byte green, byte blue, int first = 0)
    {
        Directory.CreateDirectory(folder);
        for (var i = first; i < first + count; i++)
            File.WriteAllBytes(Path.Combine(folder, $"{i}.png"), Png(red, green, blue, i, 20 + (i % 20), 40 - (i % 20)));
    }

    /// <summary>The number is written into the first row, which the centre crop of an upright picture leaves out.</summary>
    public static byte[] Png(byte red, byte green, byte blue, int number, int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var p = 0; p < pixels.Length; p += 3)
            (pixels[p], pixels[p + 1], pixels[p + 2]) = (red, green, blue);
        BitConverter.TryWriteBytes(pixels, number);
        using var stream = new MemoryStream();
        new ImageWriter().WritePng(pixels, width, height, ColorComponents.RedGreenBlue, stream);
        return stream.ToArray();
    }
}
