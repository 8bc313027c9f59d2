namespace TinyClassify.Trainer.Dataset;

/// <summary>Makes folders of pictures, one a class, out of CIFAR-10's test images: to try out training on one's own
/// pictures.</summary>
/// <remarks>Test images, because weights trained on CIFAR-10 have not seen them: what transfer reaches on them is
/// honest.</remarks>
public static class CifarFolders
{
    /// <param name="classes">Names of the classes wanted.</param>
    /// <param name="count">Pictures of each class.</param>
    /// <param name="seed">Which pictures are drawn.</param>
    /// <exception cref="InvalidDataException">There is no such class, or it has fewer pictures.</exception>
    public static void Write(ImageSet test, IReadOnlyList<string> classes, int count, ulong seed, string folder)
    {
        // All of them are drawn before the first is written: a mistake leaves no half of a folder.
        var drawn = classes.Select(name =>
        {
            var label = test.ClassNames.ToList().IndexOf(name);
            if (label < 0)
                throw new InvalidDataException($"--classes names {name}; the data has {string.Join(", ", test.ClassNames)}.");
            var indices = new DeterministicRandom(seed).Permutation(test.Count).Where(i => test.Labels[i] == label).Take(
                count).ToArray();
            return indices.Length == count ? (name, indices)
                : throw new InvalidDataException($"--count is {count}; class {name} has {indices.Length} test images.");
        }).ToArray();
        foreach (var (name, indices) in drawn)
            foreach (var index in indices)
                CifarCard.WriteJpeg(test, index, Path.Combine(folder, name, $"{index:D4}.jpg"));
    }
}
