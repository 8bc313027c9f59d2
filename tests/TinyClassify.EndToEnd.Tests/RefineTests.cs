using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

public sealed class RefineTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinyclassify-refine-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void Refining_is_training_on_with_the_trained_network_as_teacher_and_what_it_leaves_is_pruned()
    {
        var pictures = SmallPictures.Write(Path.Combine(_root, "pictures"), 60, "cat", "ship");
        var recipe = SmallPictures.Recipe(_root);
        var refining = Path.Combine(_root, "refining.json");
        var again = Path.Combine(_root, "again.json");
        WriteRefining(recipe, refining, again);
        var (run, other) = (Path.Combine(_root, "run"), Path.Combine(_root, "other"));

        var output = Trainer("run", "--recipe", refining, "--until", "prune", "--out", run);
        Assert.Contains("2/3  refine", output);
        Assert.NotEqual(Weights(run, "train"), Weights(run, "refine"));
        Trainer("train", "--recipe", again, "--init", Only(run, "train"), "--teacher", Only(run, "train"), "--out", other);
        Assert.Equal(Weights(other, "train"), Weights(run, "refine"));

        // Pruning the refined network by hand gives the same; pruning the trained one does not.
        Trainer("prune", "--recipe", refining, "--out", Only(run, "train", "refine"));
        Assert.Equal(Weights(run, "prune"), Weights(Path.Combine(_root, "only-train-refine"), "prune"));
        Trainer("prune", "--recipe", recipe, "--out", Only(run, "train"));
        Assert.NotEqual(Weights(run, "prune"), Weights(Path.Combine(_root, "only-train"), "prune"));

        // A child takes over both, and does neither again.
        var child = Trainer("run", "--recipe", refining, "--until", "refine", "--parent", run, "--out",
            Path.Combine(_root, "child"));
        Assert.Contains("refine: taken from", child);
        Assert.Equal(Weights(run, "train"), Weights(Path.Combine(_root, "child"), "train"));
        var unwilling = Tool.Trainer("run", "--data", pictures, "--recipe", recipe, "--parent", run, "--out",
            Path.Combine(_root, "unwilling"));
        Assert.Equal(1, unwilling.ExitCode);
        Assert.Contains("was refined, but the recipe has no section refine", unwilling.Error);
        var others = SmallPictures.Write(Path.Combine(_root, "others"), 12, "frog", "ship");
        var foreign = Tool.Trainer("prune", "--data", others, "--recipe", refining, "--out", Only(run, "refine"), "--threads",
            "1");
        Assert.Equal(1, foreign.ExitCode);
        Assert.Contains("tells 2 classes (cat, ship), the pictures show 2 classes (frog, ship)", foreign.Error);

        var missing = Tool.Trainer("refine", "--data", pictures, "--recipe", recipe, "--out", run, "--threads", "1", "--restart");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("no section refine", missing.Error);

        string Trainer(params string[] arguments) =>
            Tool.Trainer([.. arguments, "--data", pictures, "--threads", "1"]).Succeeded().Output;
    }

    // The recipe with a section refine, and one whose training is what that section says.
    private static void WriteRefining(string recipe, string refining, string again)
    {
        var json = JsonNode.Parse(File.ReadAllText(recipe))!;
        var section = json["train"]!.DeepClone();
        section["epochs"] = 2;
        section["cutoutPixels"] = 6;
        section["distillationWeight"] = 0.5;
        section["distillationTemperature"] = 2;
        json["refine"] = section.DeepClone();
        File.WriteAllText(refining, json.ToJsonString());
        json.AsObject().Remove("refine");
        json["train"] = section;
        File.WriteAllText(again, json.ToJsonString());
    }

    private string Only(string run, params string[] stages)
    {
        var copy = Path.Combine(_root, "only-" + string.Join('-', stages));
        foreach (var stage in stages.Where(s => !Directory.Exists(Path.Combine(copy, s))))
        {
            Directory.CreateDirectory(Path.Combine(copy, stage));
            foreach (var file in Directory.GetFiles(Path.Combine(run, stage)))
                File.Copy(file, Path.Combine(copy, stage, Path.GetFileName(file)));
        }
        return copy;
    }

    // Without the header, which names the stage.
    private static byte[] Weights(string run, string stage)
    {
        var file = File.ReadAllBytes(Path.Combine(run, stage, "weights.safetensors"));
        return file[(8 + checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file)))..];
    }
}
