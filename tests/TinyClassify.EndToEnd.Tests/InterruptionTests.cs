using System.Security.Cryptography;

namespace TinyClassify.EndToEnd.Tests;

public sealed class InterruptionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinyclassify-kill-").FullName;

    [SkippableFact]
    public void A_training_killed_at_any_moment_ends_with_the_weights_of_one_that_was_not()
    {
        PipelineRun.RequireData();
        var recipe = QuickRecipe.Write(_root, trainEpochs: 2);
        Tool.Trainer(Train("whole", recipe)).Succeeded();

        var random = new Random(20);
        var kills = 0;
        for (var tries = 0; tries < 4; tries++)
            kills += Tool.KillTrainer(TimeSpan.FromSeconds(2 + (6 * random.NextDouble())), Train("killed", recipe)) ? 1 : 0;
        Assert.True(kills > 0, "Every run ended before it was to be killed.");
        Tool.Trainer(Train("killed", recipe)).Succeeded();

        Assert.Equal(Hash("whole"), Hash("killed"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string[] Train(string name, string recipe) =>
        ["train", "--recipe", recipe, "--images", "1280", "--threads", "1", "--save-every", "0", "--out",
            Path.Combine(_root, name)];

    private string Hash(string name) =>
        Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(_root, name, "train", "weights.safetensors"))));
}
