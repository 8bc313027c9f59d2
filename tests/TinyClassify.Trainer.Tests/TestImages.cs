using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Tests;

/// <summary>Small made-up image sets whose classes a network can learn.</summary>
internal static class TestImages
{
    /// <summary>Class c is a bright patch in a place of its own on noise.</summary>
    public static ImageSet Patches(int count, int classes = 4, int size = 16, ulong seed = 7)
    {
        var random = new DeterministicRandom(seed);
        var pixels = new byte[count * size * size * 3];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            var image = pixels.AsSpan(i * size * size * 3, size * size * 3);
            for (var p = 0; p < image.Length; p++)
                image[p] = (byte)(64 + random.Next(64));
            var channel = labels[i] % 3;
            for (var y = 0; y < size / 2; y++)
                for (var x = 0; x < size / 2; x++)
                    image[((((y + (labels[i] / 2 * size / 2)) * size) + x + (labels[i] % 2 * size / 2)) * 3) + channel] = 240;
        }
        return new ImageSet(pixels, labels, size, [.. Enumerable.Range(0, classes).Select(c => $"class{c}")]);
    }
}
