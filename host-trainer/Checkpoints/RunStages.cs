using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Checkpoints;

/// <summary>The stages of a run by name, in order.</summary>
public static class RunStages
{
    public const string Train = "train";
    public const string Refine = "refine";
    public const string Prune = "prune";
    public const string Quantize = "quantize";
    public const string Convert = "convert";

    public static readonly string[] All = [Train, Refine, Prune, Quantize, Convert];

    /// <summary>Those that train something and leave a folder with a report.</summary>
    public static readonly string[] Trained = [Train, Refine, Prune, Quantize];

    /// <returns>The stage whose network is pruned.</returns>
    public static string Unpruned(Recipe recipe) => recipe.Refine is null ? Train : Refine;

    /// <returns>The file whose existence tells that a stage of a run is finished.</returns>
    public static string DoneFile(string runFolder, string stage) =>
        stage == Convert ? Path.Combine(runFolder, "report.json") : Path.Combine(runFolder, stage, "report.json");
}
