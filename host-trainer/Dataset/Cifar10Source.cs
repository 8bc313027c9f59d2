namespace TinyClassify.Trainer.Dataset;

/// <summary>CIFAR-10 with its own division into training and test images.</summary>
public sealed class Cifar10Source(string folder) : IPictureSource
{
    public string Description => $"CIFAR-10 in {folder}";

    public string Name => "CIFAR-10";

    public ImageSet LoadTraining(int size) => Checked(size, Cifar10.LoadTraining);

    public ImageSet LoadTest(int size) => Checked(size, Cifar10.LoadTest);

    private ImageSet Checked(int size, Func<string, ImageSet> load) => size == Cifar10.Size
        ? load(folder)
        : throw new InvalidDataException($"The recipe's network.inputSize is {size}; CIFAR-10's images are {Cifar10.Size}x{Cifar10.Size} pixels.");
}
