using StbImageWriteSharp;
using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Makes a memory card's folder of real CIFAR-10 test images, as JPEG files named for their class.</summary>
public static class CifarCard
{
    // 4:4:4 and nearly no loss: a 32x32 picture has no detail to spare.
    private const int JpegQuality = 95;

    /// <summary>What the files are, for people: little is lost in them, and accuracy on them is near the lossless one.</summary>
    public static string Format => $"JPEG of quality {JpegQuality}, 4:4:4";

    /// <param name="count">Pictures, spread evenly over the classes.</param>
    /// <param name="seed">Which pictures are drawn.</param>
    /// <returns>Names of the files written, e.g. "cat-1234.jpg": class and position in the test file.</returns>
    public static IReadOnlyList<string> Write(ImageSet test, int count, ulong seed, string folder)
    {
        if (count < 1 || count > test.Count)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Must lie between 1 and {test.Count}.");
        var names = new List<string>();
        foreach (var index in Draw(test, count, seed))
        {
            var name = $"{test.ClassNames[test.Labels[index]]}-{index:D4}.jpg";
            WriteJpeg(test, index, Path.Combine(folder, name));
            names.Add(name);
        }
        return names;
    }

    internal static void WriteJpeg(ImageSet images, int index, string path)
    {
        using var stream = new MemoryStream();
        new ImageWriter().WriteJpg(images.Image(index).ToArray(), images.Size, images.Size, ColorComponents.RedGreenBlue, stream,
            JpegQuality);
        AtomicFile.Write(path, stream.ToArray());
    }

    private static List<int> Draw(ImageSet test, int count, ulong seed)
    {
        var classes = test.ClassNames.Count;
        var perClass = new int[classes];
        var drawn = new List<int>(count);
        foreach (var index in new DeterministicRandom(seed).Permutation(test.Count))
        {
            var c = test.Labels[index];
            var quota = (count / classes) + (c < count % classes ? 1 : 0);
            if (perClass[c] >= quota)
                continue;
            perClass[c]++;
            drawn.Add(index);
        }
        return drawn;
    }
}
