using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Pruning;

/// <summary>One-shot channel pruning, then fine-tuning.</summary>
public sealed record PruneRecipe
{
    public required string Criterion { get; init; }

    public required double RemovedMacFraction { get; init; }

    public long? MaxParameters { get; init; }

    public long? MaxPeakActivationBytes { get; init; }

    public required int ChannelMultiple { get; init; }

    public required int ScoringBatches { get; init; }

    public required OptimizerRecipe FineTune { get; init; }

    /// <param name="macs">Multiply-accumulates of the network to prune.</param>
    public PruningLimits Limits(long macs) => new((long)(macs * (1 - RemovedMacFraction)), MaxParameters, MaxPeakActivationBytes,
        ChannelMultiple);

    /// <exception cref="InvalidDataException">A member is out of range; the message names it.</exception>
    public void Validate()
    {
        ChannelCriteria.Of(Criterion);
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
