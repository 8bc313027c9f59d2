namespace TinyClassify.Trainer.Checkpoints;

/// <summary>One row of a learning curve.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainingLoss">Mean over the epoch's augmented batches, label smoothing included.</param>
/// <param name="TrainingAccuracy">Of the same batches, [0, 1].</param>
/// <param name="ValidationAccuracy">[0, 1].</param>
/// <param name="Seconds">Of the epoch, validation included; of its last part only where a run was resumed.</param>
/// <param name="InputSeconds">Of those, spent making batches: shuffling, augmenting, converting.</param>
public sealed record EpochMetrics(
    int Epoch, double TrainingLoss, double TrainingAccuracy, double ValidationAccuracy, double Seconds, double InputSeconds = 0);
