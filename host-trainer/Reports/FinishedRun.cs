using TinyClassify.Trainer.Checkpoints;

namespace TinyClassify.Trainer.Reports;

/// <summary>What is finished of a run.</summary>
/// <param name="Folder">Run folder.</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Result">Null until the run is converted.</param>
public sealed record FinishedRun(string Folder, IReadOnlyList<StageReport> Stages, IReadOnlyList<string> Classes,
    RunResult? Result)
{
    /// <summary>Finds the runs in and below <paramref name="folder"/>, in name order.</summary>
    /// <exception cref="InvalidDataException">There is no such folder.</exception>
    public static IEnumerable<FinishedRun> Below(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"There is no folder {folder}.");
        var done = RunStages.Trained.Where(stage => File.Exists(Path.Combine(folder, stage, "report.json")))
            .Select(stage => new StageFolder(Path.Combine(folder, stage))).ToArray();
        if (done.Length > 0)
            return [new(folder, [.. done.Select(f => f.LoadReport())], done[0].LoadNetwork().Classes, RunResult.Read(folder))];
        return Directory.GetDirectories(folder).Order(StringComparer.Ordinal).SelectMany(Below);
    }
}
