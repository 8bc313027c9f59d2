namespace TinyClassify.Trainer.Training;

/// <summary>Learning rate that rises linearly to its peak and falls linearly to zero.</summary>
public sealed record TriangularSchedule(double Peak, double WarmupFraction, int TotalSteps)
{
    /// <param name="step">0 .. TotalSteps - 1.</param>
    public double At(int step)
    {
        var position = (step + 1.0) / (TotalSteps + 1);
        return position < WarmupFraction ? Peak * position / WarmupFraction : Peak * (1 - position) / (1 - WarmupFraction);
    }
}
