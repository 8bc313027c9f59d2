using TinyClassify.Trainer.Recipes;


namespace TinyClassify.Trainer.Checkpoints;

/// <summary>The stages of a run by name, in order.</summary>
public static class RunStages
{
    public const string Teacher = "teacher";
    public const string Train = "train";
    public const string Refine = "refine";
    public const string Prune = "prune";
    public const string Quantize = "quantize";
    public const string Convert = "convert";

    public static readonly string[] All = [Teacher, Train, Refine, Prune, Quantize, Convert];

    /// <summary>Those that train something and leave a folder with a report.</summary>
    public static readonly string[] Trained = [Train, Refine, Prune, Quantize];

    /// <returns>The stage whose network is pruned.</returns>
    public static string Unpruned(Recipe recipe) => recipe.Refine is null ? Train : Refine;

    /// <summary>The finished stages that the quantised network came from, in order: each started from the weights of the one
    /// before.</summary>
    /// <exception cref="InvalidDataException">One was done again since, so that what lies there is of several runs.</exception>
    public static IReadOnlyList<StageFolder> LineOf(string runFolder)
    {
        var folders = Trained.ToDictionary(s => s, s => new StageFolder(Path.Combine(runFolder, s)));
        var line = new List<StageFolder> { folders[Quantize] };
        while (line[0].LoadReport() is { } report && report.Stage != Train)
        {
            var earlier = Enumerable.Reverse(Trained[..Array.IndexOf(Trained, report.Stage)]).Select(s => folders[s]).Where(
                f => f.IsFinished).ToArray();
            // Reports of earlier versions do not tell what they started from; then it is the stage before.
            var parent = earlier.FirstOrDefault(f => report.Parent is null || f.WeightsHash() == report.Parent);
            if (parent is null && report.Parent is not null && report.Stage is Prune or Quantize)
                throw new InvalidDataException(
                    $"The stage {report.Stage} in {line[0].Root} started from weights that are not in {runFolder} any more: "
                    + $"an earlier stage was done again since. Do it again too, with `tinyclassify {report.Stage} --restart`.");
            if (parent is null)
                break; // Weights that were taken over come without what they were made from.
            line.Insert(0, parent);
        }
        return line;
    }

    /// <returns>The file whose existence tells that a stage of a run is finished.</returns>
    public static string DoneFile(string runFolder, string stage) =>
        stage == Convert ? Path.Combine(runFolder, "report.json") : Path.Combine(runFolder, stage, "report.json");
}
