using System.CommandLine;
using System.Text.Json;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Reports;

namespace TinyClassify.Trainer.Cli;

internal static class ReportVerb
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Command Create()
    {
        var folders = new Argument<DirectoryInfo[]>("folders")
        {
            Description = "Run folders, or folders that hold some.",
            HelpName = "DIR", Arity = ArgumentArity.OneOrMore
        };
        var target = new Option<DirectoryInfo?>("--out")
        {
            Description =
            "Where to write runs.html and runs.json (default: the first folder).", HelpName = "DIR"
        };
        var command = new Command("report",
            "Merges whatever finished into one table (mean, spread, n) and one plot of accuracy against multiply-accumulates.")
        {
            folders, target,
        };
        command.SetAction(parsed =>
        {
            var roots = parsed.GetValue(folders)!;
            var runs = roots.SelectMany(f => FinishedRun.Below(f.FullName)).DistinctBy(r => r.Folder).ToArray();
            if (runs.Length == 0)
                throw new InvalidDataException(
                    $"No stage is finished in or below {string.Join(", ", roots.Select(f => f.FullName))}: a run folder has "
                    + "train/report.json, prune/report.json or quantize/report.json.");
            var merged = MergedRuns.Of(runs);
            Console.Write(MergedReport.Table(merged));
            var folder = (parsed.GetValue(target) ?? roots[0]).FullName;
            AtomicFile.Write(Path.Combine(folder, "runs.json"), JsonSerializer.Serialize(merged, s_json));
            AtomicFile.Write(Path.Combine(folder, "runs.html"), MergedReport.Page(merged));
            Console.WriteLine($"{HtmlPage.Count(runs.Length, "run")}; report: {Path.Combine(folder, "runs.html")}");
            return 0;
        });
        return command;
    }
}
