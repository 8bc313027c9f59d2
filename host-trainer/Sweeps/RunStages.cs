namespace TinyClassify.Trainer.Sweeps;

/// <summary>The stages of a run by name, in order.</summary>
public static class RunStages
{
    public const string Train = "train";
    public const string Prune = "prune";
    public const string Quantize = "quantize";
    public const string Convert = "convert";

    public static readonly string[] All = [Train, Prune, Quantize, Convert];

    /// <returns>The file whose existence tells that a stage of a run is finished.</returns>
    public static string DoneFile(string runFolder, string stage) =>
        stage == Convert ? Path.Combine(runFolder, "report.json") : Path.Combine(runFolder, stage, "report.json");
}
