using System.Text.Json;
using TinyClassify.Runtime;
using TinyClassify.Trainer.Cli;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Sweeps;

namespace TinyClassify.Trainer.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_set_of_the_list_is_combined_with_the_grid_and_the_seeds()
    {
        var jobs = Load("""
            {
              "out": "runs", // comments are welcome
              "list": [{ "train.epochs": 2, "network.headChannels": 64 }, { "train.epochs": 3 }],
              "grid": { "prune.criterion": ["l1", "fpgm"], "prune.fineTune.epochs": [1] },
              "seeds": [5, 6],
            }
            """);
        Assert.Equal(8, jobs.Count);
        Assert.Equal(Enumerable.Range(0, 8), jobs.Select(j => j.Index));
        // "epochs" alone could be the one or the other.
        Assert.Equal("train.epochs-2_headChannels-64_criterion-l1_prune.fineTune.epochs-1_seed-5", jobs[0].Name);
        Assert.Equal("train.epochs-3_criterion-fpgm_prune.fineTune.epochs-1_seed-6", jobs[7].Name);
        var recipe = Recipe.Parse(jobs[7].Recipe, "job");
        Assert.Equal((3.0, "fpgm", 1.0, 6UL), (recipe.Train.Epochs, recipe.Prune.Criterion, recipe.Prune.FineTune.Epochs,
            recipe.Seed));
        Assert.Equal(64, Recipe.Parse(jobs[0].Recipe, "job").Network.HeadChannels);
        Assert.Equal(Path.Combine(_folder["runs"], jobs[7].Name), jobs[7].Folder);
    }

    [Fact]
    public void A_sweep_without_changes_is_one_job_of_the_recipe_that_ships()
    {
        var job = Assert.Single(Load("""{ "out": "runs" }"""));
        Assert.Equal(Recipe.Load(Recipe.DefaultPath).ToJson(), job.Recipe);
        Assert.Equal("base", job.Name);
    }

    [Fact]
    public void The_example_sweeps_can_be_loaded()
    {
        var jobs = SweepFile.Load(RepositoryRoot.Combine("host-trainer", "Sweeps", "criteria.json"));
        Assert.Equal(10, jobs.Count);
        Assert.Equal(Pruning.ChannelCriteria.Names, jobs.Select(j => Recipe.Parse(j.Recipe, "job").Prune.Criterion).Distinct());
        Assert.All(jobs, j => Assert.Equal("cifar10", j.Parent));

        var seeds = SweepFile.Load(RepositoryRoot.Combine("host-trainer", "Sweeps", "seeds.json"));
        Assert.Equal([1UL, 2UL], seeds.Select(j => Recipe.Parse(j.Recipe, "job").Seed));

        var costs = SweepFile.Load(RepositoryRoot.Combine("host-trainer", "Sweeps", "time-to-accuracy.json"));
        Assert.Equal([0, 0, 24, 0, 24], costs.Select(j => Recipe.Parse(j.Recipe, "job").Train.SmallPixels));
    }

    [Theory]
    [InlineData("""{ "out": "r", "grid": { "prune.criterion": ["l3"] } }""", "criterion-l3", "prune.criterion")]
    [InlineData("""{ "out": "r", "grid": { "pruning.criterion": ["l1"] } }""", "pruning", "nothing is called")]
    [InlineData("""{ "out": "r", "grid": { "seed.value": [1] } }""", "seed.value", "no members")]
    [InlineData("""{ "out": "r", "grid": { "prune.criterium": ["l1"] } }""", "criterium", "criterium-l1")]
    [InlineData("""{ "out": "r", "grids": {} }""", "sweep.json: there is no member grids", "expected out")]
    [InlineData("""{ "grid": {} }""", "out", "is missing")]
    [InlineData("""{ "out": "r", "seeds": [1, "two"] }""", "seeds[1] is \"two\"", "a whole number")]
    [InlineData("""{ "out": "r", "grid": { "train.epochs": 3 } }""", "grid.train.epochs is 3", "a list")]
    [InlineData("""{ "out": "r", "until": "pruning" }""", "until is \"pruning\"", "quantize")]
    [InlineData("""{ "out": "r", "seeds": [1, 1] }""", "seed-1", "2 jobs")]
    [InlineData("""{ "out": "r", "parent": "a", "init": "b" }""", "parent", "init")]
    public void A_wrong_sweep_is_refused_before_anything_runs(string text, string first, string second)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(text));
        Assert.Contains(first, error.Message);
        Assert.Contains(second, error.Message);
        Assert.False(Directory.Exists(_folder["r"]));
    }

    [Fact]
    public void A_job_s_command_line_is_one_that_the_program_takes()
    {
        Directory.CreateDirectory(_folder["parent"]);
        var job = Load("""{ "out": "runs", "parent": "parent", "images": 500, "until": "quantize", "seeds": [4] }""")[0];
        var arguments = job.Prepare();
        Assert.Empty(Cli.Verbs.Parse(arguments).Errors);
        Assert.Equal(job.Recipe, File.ReadAllText(job.RecipeFile));
        Assert.Equal(
            ["run", "--out", job.Folder, "--recipe", job.RecipeFile, "--until", "quantize", "--parent", _folder["parent"],
                "--images", "500"], arguments);
    }

    [Fact]
    public void A_run_folder_of_another_recipe_is_refused()
    {
        var job = Load("""{ "out": "runs", "grid": { "train.epochs": [1] } }""")[0];
        job.Prepare();
        Assert.False(job.IsFinished);
        var changed = Load("""{ "out": "runs", "grid": { "train.epochs": [1] }, "recipe": "other.json" }""", otherEpochs: 9)[0];
        Assert.Equal(job.Folder, changed.Folder);
        Assert.Contains("another recipe", Assert.Throws<InvalidDataException>(() => changed.Prepare()).Message);
    }

    [Fact]
    public async Task What_the_engine_needs_for_a_network_is_told_before_anything_is_trained()
    {
        var path = RepositoryRoot.Combine("host-trainer", "Recipes", "imagenette.json");
        File.WriteAllText(_folder["sweep.json"], $$"""{ "out": "runs", "recipe": {{JsonSerializer.Serialize(path)}} }""");
        Assert.Equal(0, await Verbs.RunAsync(["sweep", _folder["sweep.json"], "--measure", _folder["networks"], "--threads",
            "1"]));
        Assert.False(Directory.Exists(_folder["runs"]));

        // The recipe for large pictures: what the board can hold and do, by 16 bottlenecks.
        var recipe = Recipe.Load(path);
        var needs = NetworkNeeds.Of(recipe);
        Assert.Equal(16, recipe.Network.ToSpec(["a", "b"]).Blocks.Count);
        Assert.Equal(44_940_000, needs.UnprunedMacs);
        Assert.InRange(needs.Macs, 0.55 * needs.UnprunedMacs, Math.Min(0.6 * needs.UnprunedMacs, 30e6));
        Assert.InRange(needs.File.Length, 350_000, 400_000);
        Assert.InRange(needs.Memory.StateBytes + needs.Memory.ArenaBytes, 100_000, 200_000);
        var written = _folder["networks/base.tflite"];
        Assert.Equal(needs.File.ToArray(), File.ReadAllBytes(written));
        using var model = ClassifierModel.Open(written);
        Assert.Equal((recipe.Network.InputSize, 10), (model.InputWidth, model.ClassCount));
    }

    [Fact]
    public void A_run_folder_of_another_start_is_refused()
    {
        var job = Load("""{ "out": "runs", "init": "cifar10", "images": 500 }""")[0];
        job.Prepare();
        Assert.False(job.IsFinished);
        Assert.False(Load("""{ "out": "runs", "init": "cifar10", "images": 500, "until": "train" }""")[0].IsFinished);
        foreach (var other in new[]
        {
            """{ "out": "runs", "images": 500 }""", """{ "out": "runs", "init": "cifar10", "images": 600 }""",
        })
            Assert.Contains("another parent, init", Assert.Throws<InvalidDataException>(() => Load(other)[0].IsFinished).Message);
    }

    [Fact]
    public async Task A_failing_job_stops_no_other_and_is_told_at_the_end_and_again_only_it_is_run()
    {
        var jobs = Load("""{ "out": "runs", "until": "train", "seeds": [1, 2, 3] }""");
        var said = new List<string>();
        var ran = new List<int>();
        var runner = new SweepRunner((job, _) =>
        {
            ran.Add(job.Index);
            job.Prepare();
            if (job.Index == 1 && ran.Count <= 3)
                return Task.FromResult((1, "tinyclassify: out of luck"));
            Directory.CreateDirectory(Path.Combine(job.Folder, "train"));
            File.WriteAllText(Path.Combine(job.Folder, "train", "report.json"), "{}");
            return Task.FromResult((0, ""));
        }, said.Add);

        Assert.Equal(1, await runner.RunAsync(jobs, CancellationToken.None));
        Assert.Equal([0, 1, 2], ran);
        Assert.Contains(said, line => line.Contains("0 finished before, 2 done") && line.Contains("1 failed"));
        Assert.Contains("  failed: job 1 seed-2: tinyclassify: out of luck", said);

        Assert.Equal(0, await runner.RunAsync(jobs, CancellationToken.None));
        Assert.Equal([0, 1, 2, 1], ran);
        Assert.Contains(said, line => line.Contains("2 finished before, 1 done"));
    }

    private IReadOnlyList<SweepJob> Load(string text, int? otherEpochs = null)
    {
        if (otherEpochs is { } epochs)
            File.WriteAllText(_folder["other.json"], File.ReadAllText(Recipe.DefaultPath)
                .Replace("\"calibrationBatches\": 40", $"\"calibrationBatches\": {epochs}"));
        File.WriteAllText(_folder["sweep.json"], text);
        return SweepFile.Load(_folder["sweep.json"]);
    }
}
