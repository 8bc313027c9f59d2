using System.Text.Json;
using System.Text.Json.Nodes;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Tests;

/// <summary>The recipe for one's own pictures, cut down to a network of a few channels and stages of a second.</summary>
internal static class TinyRecipe
{
    public static JsonObject Json()
    {
        var path = Path.Combine(Path.GetDirectoryName(Recipe.DefaultPath)!, "own-pictures.json");
        var recipe = JsonNode.Parse(File.ReadAllText(path),
            documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        recipe["network"]!["inputSize"] = 16;
        recipe["network"]!["stemChannels"] = 4;
        recipe["network"]!["stages"] = JsonNode.Parse("[[1, 4, 1, 1], [2, 8, 1, 2]]");
        recipe["network"]!["headChannels"] = 16;
        foreach (var section in new[] { recipe["train"]!, recipe["prune"]!["fineTune"]!, recipe["quantize"]!["fineTune"]! })
        {
            section["epochs"] = 1;
            section["batchSize"] = 8;
        }
        recipe["prune"]!["scoringBatches"] = 1;
        recipe["prune"]!["channelMultiple"] = 1;
        recipe["prune"]!["removedMacFraction"] = 0.2;
        recipe["quantize"]!["calibrationBatches"] = 1;
        return recipe;
    }

    /// <returns>The file's path.</returns>
    public static string Write(string path, Action<JsonObject>? change = null)
    {
        var recipe = Json();
        change?.Invoke(recipe);
        File.WriteAllText(path, recipe.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return path;
    }
}
