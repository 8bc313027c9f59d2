using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Cli;

namespace TinyClassify.Trainer.Tests;

/// <summary>What a run folder takes, refuses and leaves, as the command line shows it.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _recipe;

    public RunFolderTests()
    {
        TestPictures.Fill(_folder["pictures/red"], 30, 200, 20, 30);
        TestPictures.Fill(_folder["pictures/green"], 30, 20, 200, 30);
        _recipe = TinyRecipe.Write(_folder["recipe.json"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_finished_stage_that_no_longer_fits_is_refused_with_what_differs()
    {
        // To begin anew where nothing was begun is to begin.
        await Succeeds("train", "--restart");
        Assert.Contains("train: finished already", await Succeeds("train"));
        Assert.Contains("seed 1, now 2", await Fails("run", "--seed", "2"));
        var other = TinyRecipe.Write(_folder["other.json"], r => r["train"]!["epochs"] = 2);
        Assert.Contains("train.epochs 1, now 2", await Fails("run", "--recipe", other));
        var network = TinyRecipe.Write(_folder["network.json"], r => r["network"]!["headChannels"] = 24);
        Assert.Contains("network.headChannels 16, now 24", await Fails("run", "--recipe", network));
        Assert.Contains("other pictures", await Fails("run", "--images", "20"));
        Assert.Contains("other weights to start from", await Fails("run", "--init", await Other()));
        // What a stage does not depend on may change.
        var quantize = TinyRecipe.Write(_folder["quantize.json"], r => r["quantize"]!["rangeMomentum"] = 0.5);
        Assert.Contains("train: finished already", await Succeeds("train", "--recipe", quantize));
        TestPictures.Fill(_folder["pictures/green"], 1, 20, 200, 30, first: 90);
        Assert.Contains("other pictures", await Fails("run"));
        Assert.Contains("validation", await Succeeds("train", "--restart"));

        async Task<string> Other()
        {
            await Run(0, "train", "--seed", "5", "--out", _folder["others"]);
            return _folder["others"];
        }
    }

    [Fact]
    public async Task Stages_of_several_runs_do_not_come_into_one_model_card()
    {
        await Succeeds("run");
        var card = File.ReadAllText(_folder["run/model/README.md"]);
        Assert.Contains("| prune, 1 epoch |", card);
        await Succeeds("train", "--seed", "2", "--restart");
        Assert.Contains("other weights to start from", await Fails("prune"));
        Assert.Contains("an earlier stage was done again since", await Fails("convert"));
        Assert.Equal(card, File.ReadAllText(_folder["run/model/README.md"]));
        await Succeeds("quantize", "--from", "train", "--seed", "2", "--restart");
        await Succeeds("convert");
        // It was not pruned, though a pruned network of the first run still lies there.
        Assert.DoesNotContain("| prune,", File.ReadAllText(_folder["run/model/README.md"]));
    }

    [Fact]
    public async Task A_command_that_fails_leaves_no_folders_behind()
    {
        var missing = await Run(1, "prune", "--out", _folder["a/b"]);
        Assert.Contains("has not finished", missing.Error);
        await Run(1, "train", "--out", _folder["c"], "--data", _folder["nowhere"]);
        await Run(1, "train", "--out", _folder["d"], "--init", "nothing");
        await Run(1, "convert", "--out", _folder["e"]);
        Assert.Equal(["pictures"], Directory.GetDirectories(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_second_command_in_the_same_folder_is_refused()
    {
        using (RunLock.Take(_folder["run"]))
            Assert.Contains("Another tinyclassify is at work in", await Fails("train"));
        Assert.False(Directory.Exists(_folder["run"]));
        await Succeeds("train");
        Assert.Equal(["pictures", "train"], Directory.GetFileSystemEntries(_folder["run"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void What_a_kill_left_half_written_is_removed_and_nothing_else()
    {
        Directory.CreateDirectory(_folder["run/train"]);
        foreach (var name in new[] { "run/train/weights.safetensors.4711.tmp", "run/report.json.12.tmp", "run/notes.tmp",
            "run/train/report.json" })
            File.WriteAllText(_folder[name], "x");
        RunLock.Take(_folder["run"]).Dispose();
        Assert.Equal(["notes.tmp", "report.json"],
            Directory.GetFiles(_folder["run"], "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order());
    }

    private async Task<string> Succeeds(string verb, params string[] arguments) =>
        (await Run(0, [verb, "--out", _folder["run"], .. arguments])).Output;

    private async Task<string> Fails(string verb, params string[] arguments) =>
        (await Run(1, [verb, "--out", _folder["run"], .. arguments])).Error;

    private async Task<(string Output, string Error)> Run(int exitCode, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var (usualOutput, usualError) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            string[] given = [.. arguments, "--threads", "1"];
            if (!given.Contains("--data"))
                given = [.. given, "--data", _folder["pictures"]];
            if (!given.Contains("--recipe"))
                given = [.. given, "--recipe", _recipe];
            var actual = await Verbs.RunAsync(given);
            Assert.True(actual == exitCode, $"exit code {actual}\n{output}\n{error}");
        }
        finally
        {
            Console.SetOut(usualOutput);
            Console.SetError(usualError);
        }
        return (output.ToString(), error.ToString());
    }
}
