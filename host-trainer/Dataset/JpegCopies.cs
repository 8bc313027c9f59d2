using StbImageWriteSharp;
using TinyClassify.Runtime;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Pictures as they are once they were saved as JPEG files and read again by the board's decoder.</summary>
public static class JpegCopies
{
    /// <summary>What is reported beside the lossless accuracy: what phones and editors write by default, and a poor
    /// file.</summary>
    public static readonly IReadOnlyList<int> Qualities = [75, 50];

    /// <summary>Up to here the encoder halves the colours' height and width (4:2:0), as most writers of files do.</summary>
    private const int HighestHalved = 90;

    /// <summary>E.g. "JPEG q 75 4:2:0".</summary>
    public static string Name(int quality) => $"JPEG q {quality} 4:2:0";

    /// <param name="quality">libjpeg's, 1 to 90; 4:2:0.</param>
    public static ImageSet Of(ImageSet images, int quality)
    {
        if (quality is < 1 or > HighestHalved)
            throw new ArgumentOutOfRangeException(nameof(quality), quality,
                $"Expected 1 to {HighestHalved}: above, the encoder writes 4:4:4.");
        return images with { Source = new Copies(images, quality), Rows = [.. Enumerable.Range(0, images.Count)] };
    }

    private static byte[] Encode(ReadOnlySpan<byte> rgb, int size, int quality)
    {
        using var stream = new MemoryStream();
        new ImageWriter().WriteJpg(rgb.ToArray(), size, size, ColorComponents.RedGreenBlue, stream, quality);
        return stream.ToArray();
    }

    // Made when they are asked for: a set may be larger than memory.
    private sealed class Copies(ImageSet images, int quality) : IPixelSource
    {
        public ReadOnlySpan<byte> Square(int row, int size) =>
            PictureDecoder.Decode(Encode(images.Image(row), images.Size, quality), size, size);

        public PixelView Whole(int row, int size) => new(Square(row, size), size, size);
    }
}
