using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

[Collection(PipelineCollection.Name)]
public sealed class SweepTests(PipelineRun run) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinyclassify-sweep-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void A_sweep_goes_on_after_a_failure_shares_the_training_and_is_reported_whole()
    {
        _ = run.Output;
        var recipe = JsonNode.Parse(File.ReadAllText(QuickRecipe.Write(_root, trainEpochs: 3)))!;
        recipe["prune"]!["scoringBatches"] = 1;
        recipe["prune"]!["fineTune"]!["epochs"] = 0.25;
        File.WriteAllText(Path.Combine(_root, "base.json"), recipe.ToJsonString());
        var sweep = Path.Combine(_root, "sweep.json");
        File.WriteAllText(sweep, JsonSerializer.Serialize(new
        {
            @out = "runs",
            recipe = "base.json",
            parent = run.Root,
            images = 640,
            until = "prune",
            // The second cannot be reached, which only shows when it runs.
            list = new object[] { new Dictionary<string, object> { ["prune.criterion"] = "l1" }, new Dictionary<string, object> { ["prune.maxParameters"] = 10 } },
            seeds = new[] { 1, 2 },
        }));

        var list = Tool.Trainer("sweep", sweep, "--list").Succeeded().Output;
        Assert.Equal(["0  criterion-l1_seed-1", "1  criterion-l1_seed-2", "2  maxParameters-10_seed-1", "3  maxParameters-10_seed-2"],
            list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd()));
        Assert.False(Directory.Exists(Path.Combine(_root, "runs")));

        // As an array task would run it, and then all of them.
        Tool.Trainer("sweep", sweep, "--job", "1", "--threads", "1").Succeeded();
        var all = Tool.Trainer("sweep", sweep, "--threads", "1");
        Assert.Equal(1, all.ExitCode);
        Assert.Contains("4 jobs: 1 finished before, 1 done", all.Output);
        Assert.Contains("failed: job 2 maxParameters-10_seed-1: tinyclassify: Pruning cannot reach 10 parameters", all.Output);
        Assert.Equal(1, Tool.Trainer("sweep", sweep, "--job", "9").ExitCode);

        // Both pruned the very network of the parent, and came to other ones.
        var parent = File.ReadAllBytes(Path.Combine(run.Root, "train", "weights.safetensors"));
        var jobs = new[] { "criterion-l1_seed-1", "criterion-l1_seed-2" }.Select(name => Path.Combine(_root, "runs", name)).ToArray();
        Assert.All(jobs, job => Assert.Equal(parent, File.ReadAllBytes(Path.Combine(job, "train", "weights.safetensors"))));
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(jobs[0], "prune", "weights.safetensors")), File.ReadAllBytes(Path.Combine(jobs[1], "prune", "weights.safetensors")));

        var report = Tool.Trainer("report", Path.Combine(_root, "runs"), run.Root, "--out", _root).Succeeded();
        Assert.Contains("±", report.Output);
        var rows = JsonNode.Parse(File.ReadAllText(Path.Combine(_root, "runs.json")))!["rows"]!.AsArray();
        var pruned = rows.Single(r => (string?)r!["stage"] == "prune" && (int)r["runs"]! == 2)!;
        Assert.Equal("[1,2]", pruned["seeds"]!.ToJsonString());
        // The shared training was measured once.
        Assert.Equal(1, (int)rows.Single(r => (string?)r!["stage"] == "train")!["runs"]!);
        Assert.NotNull(rows.SingleOrDefault(r => (string?)r!["stage"] == "file"));
    }
}
