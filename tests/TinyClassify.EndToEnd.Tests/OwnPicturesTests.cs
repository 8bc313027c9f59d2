using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>The walk through docs/own-pictures.md, with fewer pictures and a smaller network.</summary>
public sealed class OwnPicturesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinyclassify-own-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void Three_folders_of_pictures_become_a_model_that_names_them_on_the_board()
    {
        var recipe = SmallPictures.Recipe(_root);
        var (other, own) = (Path.Combine(_root, "other"), Path.Combine(_root, "own"));
        // What others learned of four classes ...
        Tool.Trainer("train", "--data", SmallPictures.Write(Path.Combine(_root, "others"), 60, "dog", "horse", "truck", "bird"),
            "--recipe", recipe, "--out", other, "--threads", "1").Succeeded();
        // ... is a start for three new ones.
        var pictures = SmallPictures.Write(Path.Combine(_root, "pictures"), 80, "cat", "frog", "ship");
        var trained = Tool.Trainer("run", "--data", pictures, "--init", other, "--recipe", recipe, "--out", own, "--threads", "1")
            .Succeeded();
        Assert.Matches(@"\d+ tensors from .*; starting anew: classifier\.(weight, classifier\.bias|bias, classifier\.weight)",
            trained.Output);

        var model = Path.Combine(own, "model", "classifier.tflite");
        Assert.Equal(["cat", "frog", "ship"], File.ReadAllLines(Path.Combine(own, "model", "labels.txt")));
        var result = JsonNode.Parse(File.ReadAllText(Path.Combine(own, "report.json")))!;
        // About every tenth picture was kept back.
        Assert.InRange((int)result["accuracy"]!["images"]!, 12, 40);
        Assert.Equal(3, result["stages"]!.AsArray().Count);
        Assert.DoesNotContain("paper", File.ReadAllText(Path.Combine(own, "report.html")).Split("</style>")[1]);

        var (lcd, scores) = (Path.Combine(_root, "lcd"), Path.Combine(_root, "scores.json"));
        var card = SmallPictures.Write(Path.Combine(_root, "card"), 2, "frog");
        Tool.VirtualBoard("demo", "--card", Path.Combine(card, "frog"), "--model", model, "--out", lcd, "--json", scores)
            .Succeeded();
        Assert.Equal(2, PictureScores.Read(scores).Count);
        Assert.All(PictureScores.Read(scores), line => Assert.Matches("cat .*|frog .*|ship .*", line[(line.IndexOf(':') + 2)..]));
        // What the board shows before the button is pressed, and a screen a picture.
        Assert.Equal(3, Directory.GetFiles(lcd, "*.png").Length);

        // A name that nobody knows is told, with those that come with the program.
        var unknown = Tool.Trainer("train", "--data", pictures, "--init", "imagenet", "--recipe", recipe, "--out",
            Path.Combine(_root, "x"));
        Assert.Equal(1, unknown.ExitCode);
        Assert.Contains("--init is imagenet: neither a run's folder nor weights that come with the program", unknown.Error);
    }
}
