using System.Text.Json;
using System.Text.Json.Nodes;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Reports;

/// <summary>A stage under one setting, over all seeds that finished it.</summary>
/// <param name="Stage">"train", "refine", "prune", "quantize", or "file" for the int8 .tflite.</param>
/// <param name="Setting">What sets it apart from the other rows of the stage, e.g. "criterion l1"; empty where nothing
/// does.</param>
/// <param name="Seeds">Of the runs, ascending, each once.</param>
/// <param name="Runs">How many seeds were measured: n. Runs of one seed are one: their mean is its figure, and they tell nothing
/// of the spread over seeds.</param>
/// <param name="Macs">Multiply-accumulates, mean.</param>
/// <param name="Parameters">Mean.</param>
/// <param name="FileBytes">Of the .tflite, mean; null for other stages.</param>
/// <param name="Validation">Accuracy on the images kept back, [0, 1]: what to choose by. For the file, that of its
/// simulation.</param>
/// <param name="Test">Accuracy on the test images, [0, 1].</param>
/// <param name="IsChosen">Best validation accuracy of the stage: the setting to take, and the only one whose test accuracy is
/// shown.</param>
public sealed record MergedRow(
    string Stage, string Setting, IReadOnlyList<ulong> Seeds, int Runs, double Macs, double Parameters, double? FileBytes,
    Spread Validation, Spread Test,
    bool IsChosen = false);

/// <summary>Runs put together: equal settings become one row, whatever their seeds; of each stage the best on validation images
/// first.</summary>
/// <param name="IsCifar10">All are of CIFAR-10, so that the paper's figures can stand beside them.</param>
public sealed record MergedRuns(int Runs, bool IsCifar10, IReadOnlyList<MergedRow> Rows)
{
    public const string File = "file";

    private const string None = "none";

    private static readonly string[] s_order = [.. RunStages.Trained, File];

    /// <param name="runs">At least one.</param>
    public static MergedRuns Of(IReadOnlyList<FinishedRun> runs)
    {
        var entries = runs.SelectMany(Entries)
            // A training that several runs share was measured once.
            .DistinctBy(e => (e.Stage, e.Source.Seed, e.Key, e.Source.ValidationAccuracy, e.Test, e.Source.Command)).ToArray();
        var rows = new List<MergedRow>();
        foreach (var stage in s_order)
        {
            var groups = entries.Where(e => e.Stage == stage).GroupBy(e => e.Key).ToArray();
            var names = Differences([.. groups.Select(g => g.First().Recipe)]);
            var ofStage = new List<(MergedRow Row, bool TellsNothing)>();
            foreach (var (group, name) in groups.Zip(names))
            {
                var seeds = group.GroupBy(e => e.Source.Seed).OrderBy(seed => seed.Key).ToArray();
                ofStage.Add((new(stage, name, [.. seeds.Select(seed => seed.Key)], seeds.Length,
                    Mean(e => e.Source.Macs), Mean(e => e.Source.Parameters), stage == File ? Mean(e => e.FileBytes!.Value)
                    : null,
                    Of(e => e.Source.ValidationAccuracy), Of(e => e.Test)), group.Any(e => e.Source.ValidationWasTrainedOn)));

                double Mean(Func<Entry, double> figure) => Of(figure).Mean;
                Spread Of(Func<Entry, double> figure) => new([.. seeds.Select(seed => seed.Average(figure))]);
            }
            // What was trained on the images kept back cannot be chosen by them.
            rows.AddRange(ofStage.OrderBy(r => r.TellsNothing).ThenByDescending(r => r.Row.Validation.Mean)
                .Select((r, place) => r.Row with { IsChosen = place == 0 && !r.TellsNothing }));
        }
        return new(runs.Count, runs.All(r => r.Classes.SequenceEqual(Cifar10.ClassNames)), rows);
    }

    private static IEnumerable<Entry> Entries(FinishedRun run)
    {
        foreach (var stage in run.Stages)
            yield return Entry.Of(stage.Stage, stage, stage.TestAccuracy, null);
        if (run.Result is { } result)
            yield return Entry.Of(File, result.Stages[^1], result.Accuracy.Accuracy, result.FileBytes);
    }

    // For each recipe the leaves in which not all agree, by the shortest name that is clear. A member that an older recipe
    // lacks is one that is null.
    private static string[] Differences(IReadOnlyList<JsonObject> recipes)
    {
        var leaves = recipes.Select(r => Leaves("", r).ToDictionary()).ToArray();
        var paths = leaves.SelectMany(l => l.Keys).Distinct()
            .Where(p => leaves.Select(l => l.GetValueOrDefault(p, None)).Distinct().Count() > 1).ToArray();
        return [.. leaves.Select(l => string.Join(", ", paths.Select(p => $"{Short(p)} {l.GetValueOrDefault(p, None)}")))];

        string Short(string path) => paths.Count(p => Last(p) == Last(path)) == 1 ? Last(path) : path;
        static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
    }

    private static IEnumerable<(string, string)> Leaves(string path, JsonNode? node) => node is JsonObject members
        ? members.SelectMany(m => Leaves(path.Length == 0 ? m.Key : $"{path}.{m.Key}", m.Value))
        : [(path, node switch { null => None, JsonValue value => value.ToString(), _ => node.ToJsonString() })];

    /// <param name="Key">The recipe as far as the stage depends on it, without the seed.</param>
    private sealed record Entry(string Stage, string Key, JsonObject Recipe, StageReport Source, double Test, double? FileBytes)
    {
        public static Entry Of(string stage, StageReport report, double test, double? fileBytes)
        {
            var recipe = JsonNode.Parse(report.RecipeJson)!.AsObject();
            recipe.Remove("seed");
            // Sections are named for stages; those of later stages had no part in this one.
            foreach (var later in s_order.SkipWhile(s => s != report.Stage).Skip(1))
                recipe.Remove(later);
            return new(stage, recipe.ToJsonString(new JsonSerializerOptions()), recipe, report, test, fileBytes);
        }
    }
}
