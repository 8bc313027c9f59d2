using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>The recipe that ships, cut down to a minute on two cores: its network has all its blocks, half as wide.</summary>
internal static class QuickRecipe
{
    public static string Write(string folder, double trainEpochs)
    {
        var shipped = RepositoryRoot.Combine("host-trainer", "Recipes", "cifar10.json");
        var recipe = JsonNode.Parse(File.ReadAllText(shipped),
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        recipe["validationImages"] = 1000;
        var network = recipe["network"]!;
        network["stemChannels"] = (int)network["stemChannels"]! / 2;
        network["headChannels"] = (int)network["headChannels"]! / 2;
        // Multiples of 4, as int8 kernels like them.
        foreach (var stage in network["stages"]!.AsArray()) stage![1] = (int)stage[1]! / 2 / 4 * 4;
        recipe["train"]!["epochs"] = trainEpochs;
        recipe["train"]!["peakLearningRate"] = 0.1;
        recipe["train"]!["batchSize"] = 64;
        recipe["refine"]!["epochs"] = 0.25;
        recipe["refine"]!["batchSize"] = 64;
        recipe["prune"]!["scoringBatches"] = 8;
        recipe["prune"]!["fineTune"]!["epochs"] = 1;
        recipe["quantize"]!["calibrationBatches"] = 8;
        recipe["quantize"]!["fineTune"]!["epochs"] = 1;
        var path = Path.Combine(folder, "quick.json");
        File.WriteAllText(path, recipe.ToJsonString());
        return path;
    }
}
