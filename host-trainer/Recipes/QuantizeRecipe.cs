namespace TinyClassify.Trainer.Recipes;

/// <summary>Quantisation-aware training of the folded network.</summary>
public sealed record QuantizeRecipe
{
    public required int CalibrationBatches { get; init; }

    public required double RangeMomentum { get; init; }

    public required double FreezeRangesAfter { get; init; }

    /// <summary>Whether the ends of activation ranges are learned with the weights, from where calibration left them.</summary>
    public bool LearnedRanges { get; init; }

    public required OptimizerRecipe FineTune { get; init; }

    public void Validate()
    {
        if (CalibrationBatches is not (>= 1 and <= 10_000))
            throw new InvalidDataException($"quantize.calibrationBatches is {CalibrationBatches}; expected 1 to 10000.");
        if (RangeMomentum is not (> 0 and <= 1))
            throw new InvalidDataException($"quantize.rangeMomentum is {RangeMomentum}; expected above 0, at most 1.");
        if (FreezeRangesAfter is not (>= 0 and <= 1))
            throw new InvalidDataException($"quantize.freezeRangesAfter is {FreezeRangesAfter}; expected 0 to 1.");
    }
}
