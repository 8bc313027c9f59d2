using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>The recipe that ships, cut down to minutes on two cores.</summary>
internal static class QuickRecipe
{
    public static string Write(string folder, double trainEpochs)
    {
        var shipped = RepositoryRoot.Combine("host-trainer", "Recipes", "cifar10.json");
        var recipe = JsonNode.Parse(File.ReadAllText(shipped), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
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
