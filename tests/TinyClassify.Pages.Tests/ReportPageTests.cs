using System.Text.Json;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Reports;

namespace TinyClassify.Pages.Tests;

/// <summary>The pages that the trainer writes, as files, with made-up figures.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ReportPageTests(Browser browser)
{
    private static readonly string[] s_classes =
        ["airplane", "automobile", "a class with a long name of its own", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    [SkippableFact]
    public Task A_runs_report_can_be_read_on_every_screen() =>
        LookAsync("report", RunReport.Write(Run(), new Source(), Images()));

    [SkippableFact]
    public Task The_table_of_runs_can_be_read_on_every_screen()
    {
        var row = new MergedRow("train", "", [1], 1, 15_203_648, 290_000, null, new([0.92]), new([0.9241]), IsChosen: true);
        return LookAsync("runs", MergedReport.Page(new MergedRuns(7, IsCifar10: true,
        [
            row,
            row with { Stage = "prune", Setting = "criterion taylor, maxMacs 9262416", Seeds = [1, 2], Runs = 2,
                Macs = 9_111_888, Validation = new([0.921, 0.925]), Test = new([0.9259, 0.9261]) },
            row with { Stage = "prune", Setting = "criterion l1, maxMacs 9262416", Seeds = [1, 2], Runs = 2, Macs = 9_200_000,
                Validation = new([0.90, 0.91]), Test = new([0.89, 0.91]), IsChosen = false },
            row with { Stage = "quantize", Seeds = [1, 2], Runs = 2, Macs = 9_111_888, Validation = new([0.921, 0.925]),
                Test = new([0.9269, 0.9260]) },
            row with { Stage = MergedRuns.File, Seeds = [1, 2], Runs = 2, Macs = 9_111_888, FileBytes = 251_489,
                Validation = new([0.921, 0.925]), Test = new([0.9263, 0.9255]) },
        ])));
    }

    [SkippableFact]
    public Task A_models_page_can_be_read_on_every_screen()
    {
        var file = RepositoryRoot.Combine("native-interop", "model", "classifier.tflite");
        var contents = File.ReadAllBytes(file);
        var page = HtmlReport.Write(ModelInspection.Of(TfliteReader.Read(contents)), InstructionCount.Beside(file, contents));
        Assert.Contains("counted under QEMU", page, StringComparison.Ordinal);
        return LookAsync("inspect", page);
    }

    private async Task LookAsync(string name, string html)
    {
        // It stands alone.
        Assert.DoesNotContain("http", html.Replace("http://www.w3.org/2000/svg", ""), StringComparison.Ordinal);
        var file = Path.Combine(Directory.CreateDirectory(RepositoryRoot.Combine("out", "pages")).FullName, name + ".html");
        await File.WriteAllTextAsync(file, html);
        await browser.LookAsync(name, new Uri(file).AbsoluteUri);
        browser.RequireNoErrors();
    }

    private static RunResult Run()
    {
        var recipe = Recipe.Load(Recipe.DefaultPath);
        var whole = recipe.Network.ToSpec(s_classes);
        var pruned = whole with { StemChannels = whole.StemChannels / 2, HeadChannels = whole.HeadChannels - 40 };
        var random = new Random(1);
        StageReport Stage(string name, NetworkSpec network, double from, double to)
        {
            var cost = new NetworkCost(network);
            var epochs = Enumerable.Range(1, 36).Select(i =>
                new EpochMetrics(i, 2.3 / i, from + (to - from) * i / 36, Math.Min(1, from + (to + 0.01 - from) * i / 36), 60))
                .ToArray();
            return new(name, "tinyclassify run --out 'my runs/first' --threads 1", recipe.ToJson(), 1, cost.Macs,
                cost.Parameters, to, to - 0.002, epochs,
                new Dictionary<string, string> { ["tinyclassify"] = "0.2.0", ["TorchSharp"] = "0.107.0" },
                new Dictionary<string, double>());
        }

        var confusion = s_classes.Select((_, c) => s_classes.Select((_, p) => p == c ? 920 + c : random.Next(12)).ToArray())
            .ToArray();
        var mistakes = Enumerable.Range(0, 30).Select(i => new Mistake(i, i % 10, (i + 3) % 10, 990 - i)).ToArray();
        var layers = LayerChange.Between(whole, pruned);
        return new("MobileNetV2 CIFAR-10", "CIFAR-10",
            [Stage("train", whole, 0.3, 0.9997), Stage("prune", pruned, 0.85, 0.92), Stage("quantize", pruned, 0.91, 0.92)],
            251_489, new string('a', 64), new EvaluationResult(s_classes, confusion, mistakes, 900),
            new LogitAgreement(1000, 3, 1, 0.99, 0.998),
            [.. layers.Select(l => new LayerNoise(l.Name, 20 + (random.NextDouble() * 20)))], layers);
    }

    private static ImageSet Images()
    {
        var pixels = new byte[30 * 32 * 32 * 3];
        new Random(2).NextBytes(pixels);
        return new(pixels, [.. Enumerable.Range(0, 30).Select(i => i % 10)], 32, s_classes);
    }

    private sealed class Source : IPictureSource
    {
        public string Description => "Pictures in my folder";

        public string Name => "my folder";

        public string Fingerprint => "made up";

        public IReadOnlyList<string> ClassNames => s_classes;

        public (ImageSet Training, ImageSet Validation) LoadTraining(int size, int validationImages, int? shorterSide = null) =>
            throw new NotSupportedException();

        public ImageSet LoadTest(int size) => throw new NotSupportedException();
    }
}
