using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

public sealed class SweepTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinyclassify-sweep-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void A_sweep_goes_on_after_a_failure_shares_the_training_and_is_reported_whole()
    {
        var pictures = SmallPictures.Write(Path.Combine(_root, "pictures"), 60, "cat", "ship");
        var recipe = SmallPictures.Recipe(_root);
        var parent = Path.Combine(_root, "parent");
        Tool.Trainer("train", "--data", pictures, "--recipe", recipe, "--out", parent, "--threads", "1").Succeeded();
        var sweep = Path.Combine(_root, "sweep.json");
        File.WriteAllText(sweep, JsonSerializer.Serialize(new
        {
            @out = "runs",
            recipe = "recipe.json",
            parent,
            // The second cannot be reached, which only shows when it runs.
            list = new object[] { new Dictionary<string, object> { ["prune.criterion"] = "l1" },
                new Dictionary<string, object> { ["prune.maxParameters"] = 10 } },
            seeds = new[] { 1, 2 },
        }));
        string[] machine = ["--data", pictures, "--threads", "1"];

        var list = Tool.Trainer("sweep", sweep, "--list").Succeeded().Output;
        Assert.Equal(["0  criterion-l1_seed-1", "1  criterion-l1_seed-2", "2  maxParameters-10_seed-1",
            "3  maxParameters-10_seed-2"],
            list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd()));
        Assert.False(Directory.Exists(Path.Combine(_root, "runs")));
        var missing = Tool.Trainer("sweep", sweep, "--job", "9");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("jobs 0 to 3", missing.Error);

        // As an array task would run it, and then all of them.
        Tool.Trainer(["sweep", sweep, "--job", "1", .. machine]).Succeeded();
        var all = Tool.Trainer(["sweep", sweep, .. machine]);
        Assert.Equal(1, all.ExitCode);
        Assert.Contains("4 jobs: 1 finished before, 1 done", all.Output);
        Assert.Contains("failed: job 2 maxParameters-10_seed-1: tinyclassify: Pruning cannot reach 10 parameters", all.Output);

        // Both pruned the very network of the parent, and came to other ones.
        var jobs = new[] { "criterion-l1_seed-1", "criterion-l1_seed-2" }.Select(name => Path.Combine(_root, "runs", name))
            .ToArray();
        Assert.All(jobs, job => Assert.Equal(Weights(parent, "train"), Weights(job, "train")));
        Assert.NotEqual(Weights(jobs[0], "prune"), Weights(jobs[1], "prune"));

        var report = Tool.Trainer("report", Path.Combine(_root, "runs"), parent, "--out", _root).Succeeded();
        Assert.Contains("±", report.Output);
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(_root, "runs.html")));
        var rows = JsonNode.Parse(File.ReadAllText(Path.Combine(_root, "runs.json")))!["rows"]!.AsArray();
        foreach (var stage in new[] { "prune", "quantize", "file" })
            Assert.Equal("[1,2]", rows.Single(r => (string?)r!["stage"] == stage)!["seeds"]!.ToJsonString());
        // The shared training was measured once.
        Assert.Equal(1, (int)rows.Single(r => (string?)r!["stage"] == "train")!["runs"]!);
    }

    private static byte[] Weights(string run, string stage) => File.ReadAllBytes(Path.Combine(run, stage, "weights.safetensors"));
}
