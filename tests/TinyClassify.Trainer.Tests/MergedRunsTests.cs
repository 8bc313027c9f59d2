using System.Text.Json;
using System.Text.Json.Nodes;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Reports;

namespace TinyClassify.Trainer.Tests;

public sealed class MergedRunsTests : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_that_differ_in_the_seed_alone_become_a_row_with_mean_and_spread()
    {
        Run("a", "prune", seed: 2, "l1", 0.80);
        Run("b", "prune", seed: 1, "l1", 0.84);
        Run("deeper/c", "prune", seed: 1, "fpgm", 0.70);
        var merged = Merge();
        Assert.Equal(3, merged.Runs);
        Assert.Equal(2, merged.Rows.Count);
        var row = merged.Rows.Single(r => r.Runs == 2);
        Assert.Equal(("prune", "criterion l1"), (row.Stage, row.Setting));
        Assert.Equal([1UL, 2UL], row.Seeds);
        Assert.Equal([0.84, 0.80], row.Test.Values);
        Assert.Equal(0.82, row.Test.Mean, 9);
        // Two values 0.04 apart deviate by 0.02 each: sqrt(2 * 0.02^2 / 1).
        Assert.Equal(0.02 * Math.Sqrt(2), row.Test.Deviation!.Value, 9);
        Assert.Equal("82.00 ± 2.83 %", row.Test.Percent);
        Assert.Null(merged.Rows.Single(r => r.Runs == 1).Test.Deviation);
    }

    [Fact]
    public void A_training_that_runs_share_counts_once_and_later_sections_of_the_recipe_do_not_split_it()
    {
        foreach (var (name, seed, criterion) in new[] { ("a", 1UL, "l1"), ("b", 2UL, "l2") })
        {
            Run(name, "train", seed: 1, "taylor", 0.9);
            Run(name, "prune", seed, criterion, 0.8);
        }
        Run("c", "train", seed: 7, "fpgm", 0.92);
        var train = Assert.Single(Merge().Rows, r => r.Stage == "train");
        Assert.Equal([1UL, 7UL], train.Seeds);
        Assert.Equal("", train.Setting);
    }

    [Fact]
    public void The_page_stands_alone_and_shows_rows_points_and_the_papers_figures()
    {
        Run("a", "prune", seed: 1, "l1", 0.80);
        Run("b", "prune", seed: 2, "l1", 0.84);
        Convert("b", 0.835, 250_000);
        var merged = Merge();
        Assert.True(merged.IsCifar10);
        var file = merged.Rows.Single(r => r.Stage == "file");
        Assert.Equal((250_000.0, 0.835, 1), (file.FileBytes!.Value, file.Test.Mean, file.Runs));
        var page = MergedReport.Page(merged);
        Assert.DoesNotContain("http", page);
        Assert.Contains("82.00 ± 2.83 %", page);
        Assert.Contains("83.00 ± 2.83 %", page);
        Assert.Contains("83.50 %", page);
        Assert.Contains("paper: prune", page);
        Assert.Contains("87.16 %", page);
        // Each drawing is well-formed XML: hollow diamonds for the paper's three stages, and one in the legend.
        foreach (var screen in new[] { "roomy", "narrow" })
        {
            var start = page.IndexOf($"<svg class='{screen}'", StringComparison.Ordinal);
            var svg = System.Xml.Linq.XElement.Parse(page[start..(page.IndexOf("</svg>", start, StringComparison.Ordinal) + 6)]);
            Assert.Equal(3, svg.Elements().Count(e => (string?)e.Attribute("class") == "paper"));
        }
        Assert.Contains("</svg>paper</span>", page);
        var table = MergedReport.Table(merged);
        Assert.Contains("82.00 ± 2.83 %", table);
        // The JSON holds what the page shows.
        var json = JsonNode.Parse(JsonSerializer.Serialize(merged, s_json))!;
        Assert.Equal(0.82, (double)json["rows"]![0]!["test"]!["mean"]!, 9);
    }

    [Fact]
    public void The_best_on_validation_images_comes_first_and_only_its_test_accuracy_is_shown()
    {
        // The one that is best on the test images is not the best on those kept back.
        Run("a", "prune", seed: 1, "l1", test: 0.8123, validation: 0.70);
        Run("b", "prune", seed: 1, "l2", test: 0.8045, validation: 0.75);
        Run("c", "prune", seed: 1, "fpgm", test: 0.7967, validation: 0.72);
        var merged = Merge();
        Assert.Equal(["criterion l2", "criterion fpgm", "criterion l1"], merged.Rows.Select(r => r.Setting));
        Assert.Equal([true, false, false], merged.Rows.Select(r => r.IsChosen));
        foreach (var text in new[] { MergedReport.Page(merged), MergedReport.Table(merged) })
        {
            Assert.Contains("80.45 %", text);
            Assert.DoesNotContain("81.23", text);
            Assert.DoesNotContain("79.67", text);
        }
    }

    [Fact]
    public void Runs_of_one_seed_are_one_and_show_no_spread()
    {
        Run("a", "prune", seed: 1, "l1", 0.80);
        Run("again", "prune", seed: 1, "l1", 0.80);
        Run("elsewhere", "prune", seed: 1, "l1", 0.83);
        var row = Assert.Single(Merge().Rows);
        Assert.Equal((1, 1), (row.Runs, row.Seeds.Count));
        Assert.Equal(1UL, row.Seeds[0]);
        Assert.Null(row.Test.Deviation);
        Run("b", "prune", seed: 2, "l1", 0.84);
        row = Assert.Single(Merge().Rows);
        Assert.Equal([1UL, 2UL], row.Seeds);
        Assert.Equal(2, row.Test.Values.Count);
    }

    [Fact]
    public void What_was_trained_on_the_images_kept_back_is_not_chosen_by_them()
    {
        Run("a", "prune", seed: 1, "l1", 0.80);
        Run("whole", "prune", seed: 1, "l2", 0.90, change: recipe => recipe with { TrainOnValidation = true });
        var rows = Merge().Rows;
        Assert.Equal([0.80, 0.90], rows.Select(r => r.Test.Mean));
        Assert.Equal([true, false], rows.Select(r => r.IsChosen));
        File.Delete(new StageFolder(_folder[Path.Combine("a", "prune")]).ReportFile);
        Assert.False(Assert.Single(Merge().Rows).IsChosen);
    }

    [Fact]
    public void One_run_is_not_several()
    {
        Run("a", "prune", seed: 1, "l1", 0.80);
        Assert.Contains(">1 run folder.", MergedReport.Page(Merge()));
        Run("b", "prune", seed: 2, "l1", 0.80);
        Assert.Contains(">2 run folders.", MergedReport.Page(Merge()));
    }

    [Theory]
    [InlineData(0.99)]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void No_axis_goes_beyond_all_of_the_images(double accuracy)
    {
        Run("a", "prune", seed: 1, "l1", accuracy);
        Run("b", "prune", seed: 2, "l1", accuracy * 0.2);
        var axis = Axis.Covering([100 * accuracy, 20 * accuracy], 0, 100, limit: 100);
        Assert.InRange(axis.Highest, 100 * accuracy, 100);
        Assert.All(axis.Ticks, tick => Assert.InRange(tick, 0, 100));
        Assert.DoesNotContain(">110<", MergedReport.Page(Merge()));
        Assert.Equal(100, Axis.Covering([100.0], 0, 100, limit: 100).Highest);
        Assert.InRange(Axis.Covering([100.0], 0, 100, limit: 100).Lowest, 90, 99.9999);
    }

    [Fact]
    public void Other_pictures_get_no_figures_of_the_paper()
    {
        Run("a", "train", 1, "l1", 0.8, ["cat", "dog"]);
        Assert.DoesNotContain("paper", MergedReport.Page(Merge()).Split("</style>")[1]);
    }

    private MergedRuns Merge() => MergedRuns.Of([.. FinishedRun.Below(_folder.Root)]);

    private void Run(string name, string stage, ulong seed, string criterion, double test, IReadOnlyList<string>? classes = null,
        double? validation = null, Func<Recipe, Recipe>? change = null)
    {
        var recipe = Recipe.Load(Recipe.DefaultPath);
        recipe = recipe with { Seed = seed, Prune = recipe.Prune with { Criterion = criterion } };
        recipe = change?.Invoke(recipe) ?? recipe;
        var report = new StageReport(stage, "tinyclassify test", recipe.ToJson(), seed, 1000, 100, validation
            ?? test + 0.01, test, [],
            new Dictionary<string, string>(), new Dictionary<string, double>());
        Directory.CreateDirectory(_folder[$"{name}/{stage}"]);
        var folder = new StageFolder(_folder[Path.Combine(name, stage)]);
        File.WriteAllText(folder.NetworkFile, recipe.Network.ToSpec(classes ?? Cifar10.ClassNames).ToJson());
        File.WriteAllText(folder.ReportFile, JsonSerializer.Serialize(report, s_json));
    }

    private void Convert(string name, double accuracy, long bytes)
    {
        var run = FinishedRun.Below(_folder[name]).Single();
        var right = (int)(1000 * accuracy);
        new RunResult("test", "CIFAR-10", run.Stages, bytes, "00",
            new EvaluationResult(["a", "b"], [[right, 1000 - right], [0, 0]], [], 1), new LogitAgreement(10, 0, 0, 1, 1), [], [])
            .Write(_folder[name]);
    }
}
