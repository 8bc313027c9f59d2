namespace TinyClassify.Trainer.Recipes;

/// <summary>One-shot channel pruning, then fine-tuning.</summary>
public sealed record PruneRecipe
{
    /// <summary>What <see cref="Criterion"/> may be.</summary>
    public static readonly IReadOnlyList<string> Criteria = ["taylor", "gate-trimming", "l1", "l2", "fpgm"];

    public required string Criterion { get; init; }

    public required double RemovedMacFraction { get; init; }

    public long? MaxParameters { get; init; }

    public long? MaxPeakActivationBytes { get; init; }

    public required int ChannelMultiple { get; init; }

    public required int ScoringBatches { get; init; }

    public required OptimizerRecipe FineTune { get; init; }

    /// <exception cref="InvalidDataException">A member is out of range; the message names it.</exception>
    public void Validate()
    {
        if (!Criteria.Contains(Criterion))
            throw new InvalidDataException($"prune.criterion is \"{Criterion}\"; expected {string.Join(", ", Criteria)}.");
        if (RemovedMacFraction is not (>= 0 and < 0.95))
            throw new InvalidDataException($"prune.removedMacFraction is {RemovedMacFraction}; expected 0 to below 0.95.");
        if (MaxParameters < 1)
            throw new InvalidDataException($"prune.maxParameters is {MaxParameters}; expected 1 or more, or null for no limit.");
        if (MaxPeakActivationBytes < 1)
            throw new InvalidDataException(
                $"prune.maxPeakActivationBytes is {MaxPeakActivationBytes}; expected 1 or more, or null for no limit.");
        if (ChannelMultiple is not (>= 1 and <= 32))
            throw new InvalidDataException($"prune.channelMultiple is {ChannelMultiple}; expected 1 to 32.");
        if (ScoringBatches is not (>= 1 and <= 10_000))
            throw new InvalidDataException($"prune.scoringBatches is {ScoringBatches}; expected 1 to 10000.");
    }
}
