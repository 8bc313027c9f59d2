using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>The commands of the documents as they stand there, and what is said of their outcome.</summary>
public sealed partial class DocumentTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinyclassify-docs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [SkippableFact]
    public void The_walk_with_one_s_own_pictures_ends_as_it_is_told()
    {
        PipelineRun.RequireData();
        var path = RepositoryRoot.Combine("docs", "own-pictures.md");
        var text = File.ReadAllText(path);
        // The first block is for pictures that the reader has.
        var output = Run(Commands(text).Where(c => !c.Contains("my-pictures")));
        Assert.Matches(@"recipe: the one for one's own pictures, 20, 20 and 8 epochs for 600 pictures of 3 classes", output);
        Assert.Contains("weights to start from: cifar10, which come with the program", output);
        Assert.Matches(@"about .* on this machine as it is now: train .*, prune .*, quantize ", output);

        var result = JsonNode.Parse(File.ReadAllText(Path.Combine(_root, "runs", "mine", "report.json")))!;
        var confusion = result["accuracy"]!["confusion"]!.AsArray().Select(
            row => row!.AsArray().Select(n => (int)n!).ToArray()).ToArray();
        var (right, all) = (confusion.Select((row, c) => row[c]).Sum(), confusion.Sum(row => row.Sum()));
        var macs = (long)result["stages"]!.AsArray()[^1]!["macs"]!;
        var bytes = (long)result["fileBytes"]!;
        Assert.InRange(right, 0.75 * all, all);
        Assert.InRange(macs, 8_500_000, 9_700_000);
        Assert.InRange(bytes, 150_000, 300_000);
        // Which pictures are tested is the same everywhere; the last bits of a training are not.
        Assert.Contains($"test pictures as the {all} of this walk", text);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_root, "out", "lcd"), "*.png"));
    }

    [SkippableFact]
    public void The_first_lines_about_sweeps_run_as_they_stand()
    {
        PipelineRun.RequireData();
        foreach (var folder in new[] { "Sweeps", "Recipes" })
        {
            Directory.CreateDirectory(Path.Combine(_root, "host-trainer", folder));
            foreach (var file in Directory.GetFiles(RepositoryRoot.Combine("host-trainer", folder)))
                File.Copy(file, Path.Combine(_root, "host-trainer", folder, Path.GetFileName(file)));
        }
        var commands = Commands(File.ReadAllText(RepositoryRoot.Combine("docs", "sweeps.md"))).ToArray();
        Assert.Matches("9  .*criterion-fpgm", Run(commands[..2]));
        // "then change it"
        var sweep = Path.Combine(_root, "host-trainer", "Sweeps", "my-sweep.json");
        var json = JsonNode.Parse(
            File.ReadAllText(sweep), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!;
        json["grid"]!["prune.criterion"] = new JsonArray("l1");
        json["list"] = new JsonArray(
            new JsonObject { ["prune.scoringBatches"] = 1, ["prune.fineTune.epochs"] = 1, ["prune.fineTune.batchSize"] = 32 });
        json["seeds"] = new JsonArray(1);
        json["images"] = 64;
        File.WriteAllText(sweep, json.ToJsonString());
        var output = Run(commands[2..]);
        Assert.Contains("1 job: 0 finished before, 1 done", output);
        Assert.Contains("prune", output);
    }

    // The lines of the blocks that are commands.
    private static IEnumerable<string> Commands(string text) => Blocks().Matches(text)
        .SelectMany(block => block.Groups[1].Value.Split('\n'))
        .Select(line => line.Split(" # ")[0].Trim())
        .Where(line => line.Length > 0 && !line.StartsWith("alias ", StringComparison.Ordinal));

    private string Run(IEnumerable<string> commands)
    {
        var output = "";
        foreach (var command in commands)
        {
            string[] words = [.. Words().Matches(command).Select(w => w.Value.Trim('"'))];
            output += words switch
            {
                ["tinyclassify", .. var rest] => Tool.TrainerIn(_root, rest).Succeeded().Output,
                // What build.sh does for these verbs, past the installation of what is missing.
                ["./build.sh", "train", .. var rest] => Tool.TrainerIn(_root, ["run", .. rest]).Succeeded().Output,
                ["./build.sh", "demo", .. var rest] =>
                    Tool.VirtualBoardIn(_root, ["demo", .. rest, "--out", "out/lcd"]).Succeeded().Output,
                ["cp", var from, var to] => Copy(from, to),
                _ => throw new InvalidDataException($"This test does not know the command {command}."),
            };
        }
        return output;
    }

    private string Copy(string from, string to)
    {
        File.Copy(Path.Combine(_root, from), Path.Combine(_root, to));
        return "";
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Words();
}
