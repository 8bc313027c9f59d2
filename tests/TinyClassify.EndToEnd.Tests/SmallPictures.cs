using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>Folders of a few pictures and a network of a few channels: stages that take seconds.</summary>
internal static class SmallPictures
{
    /// <returns>A folder with a folder of pictures for each class.</returns>
    public static string Write(string folder, int count, params string[] classes)
    {
        PipelineRun.RequireData();
        Tool.Trainer(["dataset", "folders", "--classes", .. classes, "--count", $"{count}", "--out", folder]).Succeeded();
        return folder;
    }

    /// <returns>The recipe for one's own pictures, cut down.</returns>
    public static string Recipe(string folder)
    {
        var shipped = RepositoryRoot.Combine("host-trainer", "Recipes", "own-pictures.json");
        var recipe = JsonNode.Parse(File.ReadAllText(shipped),
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!;
        recipe["network"]!["stemChannels"] = 8;
        recipe["network"]!["stages"] = JsonNode.Parse("[[1, 8, 1, 1], [3, 12, 2, 2], [3, 16, 2, 2]]");
        recipe["network"]!["headChannels"] = 32;
        recipe["train"]!["epochs"] = 3;
        recipe["train"]!["batchSize"] = 16;
        recipe["prune"]!["scoringBatches"] = 2;
        recipe["prune"]!["fineTune"]!["epochs"] = 2;
        recipe["prune"]!["fineTune"]!["batchSize"] = 16;
        recipe["quantize"]!["calibrationBatches"] = 2;
        recipe["quantize"]!["fineTune"]!["epochs"] = 1;
        recipe["quantize"]!["fineTune"]!["batchSize"] = 16;
        var path = Path.Combine(folder, "recipe.json");
        File.WriteAllText(path, recipe.ToJsonString());
        return path;
    }
}
