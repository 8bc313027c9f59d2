using System.Diagnostics;
using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Sweeps;

/// <summary>Runs the jobs of a sweep one after another, each in a process of its own; a failure does not stop the
/// others.</summary>
/// <param name="runJob">Runs a job to its end; returns its exit code and what it last said of an error.</param>
public sealed class SweepRunner(Func<SweepJob, CancellationToken, Task<(int ExitCode, string Error)>> runJob, Action<string> say)
{
    /// <returns>0 when every job is finished, 1 when one failed.</returns>
    public async Task<int> RunAsync(IReadOnlyList<SweepJob> jobs, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var (done, finished) = (0, 0);
        var failures = new List<(SweepJob Job, string Error)>();
        foreach (var job in jobs)
        {
            cancel.ThrowIfCancellationRequested();
            var (state, error) = await RunAsync(job, jobs.Count, cancel);
            done += state == State.Done ? 1 : 0;
            finished += state == State.FinishedBefore ? 1 : 0;
            if (state == State.Failed)
                failures.Add((job, error));
        }
        say($"{HtmlPage.Count(jobs.Count, "job")}: {finished} finished before, {done} done in {clock.Elapsed:h\\:mm\\:ss}, "
            + $"{failures.Count} failed");
        foreach (var (job, error) in failures)
            say($"  failed: job {job.Index} {job.Name}: {error}");
        if (failures.Count > 0)
            say("Run the same command again to go on with what is not finished.");
        return failures.Count == 0 ? 0 : 1;
    }

    private async Task<(State State, string Error)> RunAsync(SweepJob job, int count, CancellationToken cancel)
    {
        try
        {
            if (job.IsFinished)
            {
                say($"== {job.Index + 1} of {count}: {job.Name}: finished already in {job.Folder}");
                return (State.FinishedBefore, "");
            }
            say($"== {job.Index + 1} of {count}: {job.Name}");
            var (exitCode, error) = await runJob(job, cancel);
            return exitCode == 0 ? (State.Done, "") : (State.Failed, error.Length > 0 ? error : $"exit code {exitCode}");
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            say($"{job.Name}: {e.Message}");
            return (State.Failed, e.Message);
        }
    }

    private enum State
    {
        FinishedBefore,
        Done,
        Failed,
    }
}
