using System.Diagnostics;
using TinyClassify.Trainer.Checkpoints;

namespace TinyClassify.Trainer.Training;

/// <summary>Rate, time left, loss and accuracy of a running stage: one line that is rewritten on a terminal, a line now and then
/// in a log.</summary>
public sealed class ProgressDisplay(TextWriter output, bool isTerminal)
{
    private static readonly TimeSpan s_terminalInterval = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_logInterval = TimeSpan.FromSeconds(20);

    private readonly Stopwatch _sinceReport = new();
    private readonly Stopwatch _sinceStart = new();
    private int _totalSteps;
    private int _firstStep;
    private int _batchSize;

    /// <summary>The console, as it is.</summary>
    public static ProgressDisplay ForConsole() => new(Console.Out, isTerminal: !Console.IsOutputRedirected);

    /// <summary>Whether it is time to call <see cref="Report"/>: reading a loss makes the step wait for the device.</summary>
    public bool IsDue => _sinceReport.Elapsed >= (isTerminal ? s_terminalInterval : s_logInterval);

    public void Start(int totalSteps, int firstStep, int batchSize)
    {
        (_totalSteps, _firstStep, _batchSize) = (totalSteps, firstStep, batchSize);
        if (firstStep > 0)
            output.WriteLine($"  resuming after step {firstStep} of {totalSteps}");
        _sinceReport.Restart();
        _sinceStart.Restart();
    }

    public void Report(int step, int epoch, double loss, double accuracy)
    {
        var secondsPerStep = _sinceStart.Elapsed.TotalSeconds / Math.Max(1, step - _firstStep);
        var left = TimeSpan.FromSeconds(secondsPerStep * (_totalSteps - step));
        var line = $"  epoch {epoch,3}  {100.0 * step / _totalSteps,5:F1} %  {_batchSize / secondsPerStep,5:F0} images/s  "
            + $"{Duration(left)} left  loss {loss:F4}  accuracy {100 * accuracy:F2} %";
        if (isTerminal)
            output.Write($"\r{line}\u001b[K");
        else
            output.WriteLine(line);
        _sinceReport.Restart();
    }

    public void Epoch(EpochMetrics metrics)
    {
        output.WriteLine((isTerminal ? "\r" : "")
            + $"  epoch {metrics.Epoch,3}  loss {metrics.TrainingLoss:F4}  training {100 * metrics.TrainingAccuracy:F2} %  "
            + $"validation {100 * metrics.ValidationAccuracy:F2} %  {Duration(TimeSpan.FromSeconds(metrics.Seconds))}, "
            + $"{100 * metrics.InputSeconds / metrics.Seconds:F1} % of it for input"
            + (isTerminal ? "\u001b[K" : ""));
        _sinceReport.Restart();
    }

    public void Stop() => output.Flush();

    private static string Duration(TimeSpan time) =>
        time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes:D2} min"
        : $"{(int)time.TotalMinutes} min {time.Seconds:D2} s";
}
