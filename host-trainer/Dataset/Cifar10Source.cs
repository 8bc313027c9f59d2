using System.Security.Cryptography;

namespace TinyClassify.Trainer.Dataset;

/// <summary>CIFAR-10 with its own division into training and test images.</summary>
public sealed class Cifar10Source(string folder) : IPictureSource
{
    private const ulong ValidationSeed = 1;

    private readonly Lazy<string> _fingerprint = new(() =>
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Cifar10.TrainingFiles.Append(Cifar10.TestFile))
            hash.AppendData(File.ReadAllBytes(Path.Combine(folder, file)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    });

    public string Description => $"CIFAR-10 in {folder}";

    public string Name => "CIFAR-10";

    public IReadOnlyList<string> ClassNames { get; } = Cifar10.LoadClassNames(folder);

    public string Fingerprint => _fingerprint.Value;

    public (ImageSet Training, ImageSet Validation) LoadTraining(int size, int validationImages, int? shorterSide = null)
    {
        var images = Checked(size, Cifar10.LoadTraining);
        return images.Split(Math.Clamp(validationImages, 1, images.Count / 10), ValidationSeed);
    }

    public ImageSet LoadTest(int size) => Checked(size, Cifar10.LoadTest);

    private ImageSet Checked(int size, Func<string, ImageSet> load) => size == Cifar10.Size
        ? load(folder)
        : throw new InvalidDataException(
            $"The recipe's network.inputSize is {size}; CIFAR-10's images are {Cifar10.Size}x{Cifar10.Size} pixels.");
}
