using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Recipes;

/// <summary>Hyperparameters of one training run; units and meanings stand beside the values in Recipes/cifar10.json.</summary>
public sealed record OptimizerRecipe
{
    private const int SmallestPixels = 8;

    public required double Epochs { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>Equal parts of a batch that are normalised by themselves and computed side by side.</summary>
    public int Replicas { get; init; } = 1;

    public required double PeakLearningRate { get; init; }

    public required double WarmupFraction { get; init; }

    public required double Momentum { get; init; }

    public required double WeightDecay { get; init; }

    public required double LabelSmoothing { get; init; }

    public required int ShiftPixels { get; init; }

    public required int CutoutPixels { get; init; }

    /// <summary>Changes for large pictures, in place of <see cref="ShiftPixels"/>; null for none.</summary>
    public AugmentRecipe? Augment { get; init; }

    public int SmallPixels { get; init; }

    public double SmallFraction { get; init; }

    /// <summary>Augmented views that each picture has, one an epoch and then again; 0 for a new one every epoch.</summary>
    public int Views { get; init; }

    public required double AverageDecay { get; init; }

    public required double DistillationWeight { get; init; }

    public required double DistillationTemperature { get; init; }

    /// <summary>Weight of how the teacher shares what is left among the other classes; 0 for the plain loss.</summary>
    public double NonTargetWeight { get; init; }

    /// <param name="small">Whether to make them of <see cref="SmallPixels"/>, where rectangles are cut out: cheaper than to
    /// shrink them afterwards.</param>
    /// <returns>How far the pictures are changed at random.</returns>
    public PictureChanges Changes(bool small = false) =>
        new(ShiftPixels, CutoutPixels, Augment, small && Augment is not null && CutoutPixels == 0 ? SmallPixels : 0);

    /// <param name="inputSize">Side of the network's pictures, pixels.</param>
    public void Validate(string section, int inputSize)
    {
        Check(Epochs is > 0 and <= 10_000, nameof(Epochs), Epochs, "above 0, at most 10000");
        Check(BatchSize is >= 2 and <= 8192, nameof(BatchSize), BatchSize, "2 to 8192");
        Check(Replicas >= 1 && BatchSize % Replicas == 0 && BatchSize / Replicas >= 2, nameof(Replicas), Replicas,
            $"1, or a number that cuts batchSize {BatchSize} into equal parts of at least 2");
        Check(PeakLearningRate is > 0 and <= 10, nameof(PeakLearningRate), PeakLearningRate, "above 0, at most 10");
        Check(WarmupFraction is >= 0 and < 1, nameof(WarmupFraction), WarmupFraction, "0 to below 1");
        Check(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "0 to below 1");
        Check(WeightDecay is >= 0 and < 1, nameof(WeightDecay), WeightDecay, "0 to below 1");
        Check(LabelSmoothing is >= 0 and < 1, nameof(LabelSmoothing), LabelSmoothing, "0 to below 1");
        Check(ShiftPixels is >= 0 and <= 16, nameof(ShiftPixels), ShiftPixels, "0 to 16");
        Check(CutoutPixels is >= 0 and <= 1024, nameof(CutoutPixels), CutoutPixels, "0 to 1024");
        Check(ShiftPixels == 0 || Augment is null, nameof(ShiftPixels), ShiftPixels, "0, since augment cuts rectangles out");
        Augment?.Validate(section);
        Check(SmallPixels == 0 || (SmallPixels >= SmallestPixels && SmallPixels < inputSize), nameof(SmallPixels), SmallPixels,
            $"0, or {SmallestPixels} to {inputSize - 1}, below network.inputSize");
        Check(SmallPixels == 0 ? SmallFraction == 0 : SmallFraction is > 0 and <= 1, nameof(SmallFraction), SmallFraction,
            SmallPixels == 0 ? "0, since smallPixels is 0" : $"above 0, at most 1, since smallPixels is {SmallPixels}");
        Check(Views is >= 0 and <= 1000, nameof(Views), Views, "0 to 1000");
        Check(AverageDecay is >= 0 and < 1, nameof(AverageDecay), AverageDecay, "0 to below 1");
        Check(DistillationWeight is >= 0 and <= 1, nameof(DistillationWeight), DistillationWeight, "0 to 1");
        Check(DistillationTemperature is >= 1 and <= 100, nameof(DistillationTemperature), DistillationTemperature, "1 to 100");
        Check(NonTargetWeight is >= 0 and <= 100, nameof(NonTargetWeight), NonTargetWeight, "0 to 100");

        void Check(bool holds, string name, object value, string expected)
        {
            if (!holds)
                throw new InvalidDataException(
                    $"{section}.{char.ToLowerInvariant(name[0])}{name[1..]} is {value}; expected {expected}.");
        }
    }
}
