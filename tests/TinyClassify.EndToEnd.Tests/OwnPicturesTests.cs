using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>The walk through docs/own-pictures.md, with fewer pictures and passes.</summary>
[Collection(PipelineCollection.Name)]
public sealed class OwnPicturesTests(PipelineRun run) : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinyclassify-own-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void Three_folders_of_pictures_become_a_model_that_names_them_on_the_board()
    {
        _ = run.Output;
        var (pictures, own) = (Path.Combine(_root, "pictures"), Path.Combine(_root, "run"));
        Tool.Trainer("dataset", "folders", "--classes", "cat", "frog", "ship", "--count", "80", "--out", pictures).Succeeded();
        var trained = Tool.Trainer("run", "--data", pictures, "--init", run.Root, "--recipe", Recipe(), "--out", own, "--threads", "1").Succeeded();
        Assert.Contains("starting anew: classifier.weight, classifier.bias", trained.Output);

        var model = Path.Combine(own, "model", "classifier.tflite");
        Assert.Equal(["cat", "frog", "ship"], File.ReadAllLines(Path.Combine(own, "model", "labels.txt")));
        var result = JsonNode.Parse(File.ReadAllText(Path.Combine(own, "report.json")))!;
        // 24 pictures were kept back; chance is a third of them.
        Assert.Equal(24, (int)result["accuracy"]!["images"]!);
        Assert.True((double)result["accuracy"]!["accuracy"]! > 0.5, result["accuracy"]!.ToJsonString());
        Assert.DoesNotContain("paper", File.ReadAllText(Path.Combine(own, "report.html")).Split("</style>")[1]);

        var lcd = Path.Combine(_root, "lcd");
        var card = Path.Combine(_root, "card");
        Tool.Trainer("dataset", "folders", "--classes", "frog", "--count", "2", "--seed", "9", "--out", card).Succeeded();
        var demo = Tool.VirtualBoard("demo", "--card", Path.Combine(card, "frog"), "--model", model, "--out", lcd).Succeeded();
        Assert.Contains("cat", demo.Output);
        Assert.Contains("frog", demo.Output);
        Assert.Equal(2, Directory.GetFiles(lcd, "*.png").Length);
    }

    private string Recipe()
    {
        var shipped = Path.Combine(Tool.Repository, "host-trainer", "Recipes", "own-pictures.json");
        var recipe = JsonNode.Parse(File.ReadAllText(shipped), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        recipe["train"]!["epochs"] = 6;
        recipe["prune"]!["scoringBatches"] = 2;
        recipe["prune"]!["fineTune"]!["epochs"] = 2;
        recipe["quantize"]!["calibrationBatches"] = 2;
        recipe["quantize"]!["fineTune"]!["epochs"] = 1;
        var path = Path.Combine(_root, "recipe.json");
        File.WriteAllText(path, recipe.ToJsonString());
        return path;
    }
}
