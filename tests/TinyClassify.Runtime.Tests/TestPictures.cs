using StbImageWriteSharp;

namespace TinyClassify.Runtime.Tests;

/// <summary>Pictures made on the spot.</summary>
internal static class TestPictures
{
    /// <returns>uint8 RGB [height, width, 3]: smooth, so that JPEG keeps it nearly as it is.</returns>
    public static byte[] Gradient(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var pixel = (y * width + x) * 3;
                rgb[pixel] = (byte)(255 * x / Math.Max(1, width - 1));
                rgb[pixel + 1] = (byte)(255 * y / Math.Max(1, height - 1));
                rgb[pixel + 2] = (byte)(255 - rgb[pixel]);
            }
        return rgb;
    }

    public static byte[] Jpeg(byte[] rgb, int width, int height, int quality = 95) =>
        Write((writer, stream) => writer.WriteJpg(rgb, width, height, ColorComponents.RedGreenBlue, stream, quality));

    public static byte[] Png(byte[] rgb, int width, int height) =>
        Write((writer, stream) => writer.WritePng(rgb, width, height, ColorComponents.RedGreenBlue, stream));

    public static byte[] Bmp(byte[] rgb, int width, int height) =>
        Write((writer, stream) => writer.WriteBmp(rgb, width, height, ColorComponents.RedGreenBlue, stream));

    private static byte[] Write(Action<ImageWriter, Stream> write)
    {
        using var stream = new MemoryStream();
        write(new ImageWriter(), stream);
        return stream.ToArray();
    }
}
