namespace TinyClassify.Trainer.Checkpoints;

/// <summary>Float networks that come with the program, and those of other runs: what training can start from.</summary>
public static class PretrainedWeights
{
    /// <summary>A finished stage folder for each name.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "Pretrained");

    /// <returns>Of the weights that ship, in order.</returns>
    public static IReadOnlyList<string> Names(string? shipped = null) => Directory.Exists(shipped ?? Shipped)
        ? [.. Directory.GetDirectories(shipped ?? Shipped).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)] : [];

    /// <param name="option">Where it was named, for the messages.</param>
    /// <param name="nameOrRun">A run's folder, or the name of weights that ship.</param>
    /// <param name="shipped">Folder of the weights that ship.</param>
    /// <param name="stages">Those wanted of a run, the dearest first; `refine` or `train` unless said otherwise.</param>
    /// <returns>A finished stage.</returns>
    /// <exception cref="InvalidDataException">It is neither; the message tells the names there are.</exception>
    public static StageFolder Find(string option, string nameOrRun, string? shipped = null, IReadOnlyList<string>? stages = null)
    {
        shipped ??= Shipped;
        var names = Names(shipped);
        var wanted = stages ?? [RunStages.Refine, RunStages.Train];
        // A name means what ships wherever the command runs; a run folder that happens to be called so is ./cifar10.
        if (names.Contains(nameOrRun))
            return new StageFolder(Path.Combine(shipped, nameOrRun));
        foreach (var stage in wanted)
            if (File.Exists(RunStages.DoneFile(nameOrRun, stage)))
                return new StageFolder(Path.Combine(nameOrRun, stage));
        throw new InvalidDataException(Directory.Exists(nameOrRun)
            ? $"{option} names {Path.GetFullPath(nameOrRun)}, which holds no finished training "
                + $"({string.Join(" or ", wanted.Select(s => $"{s}/report.json"))})."
            : $"{option} is {nameOrRun}: neither a run's folder nor weights that come with the program "
                + $"({(names.Count == 0 ? "none" : string.Join(", ", names))}).");
    }
}
