using System.Text.Json.Nodes;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Checkpoints;

/// <summary>Tells whether a finished stage is what would come out of it now: by its part of the recipe, the pictures, and what it
/// started from.</summary>
public static class StageFit
{
    /// <returns>The members of the recipe that a stage's result depends on, as canonical JSON.</returns>
    public static JsonObject RecipeOf(string stage, Recipe recipe)
    {
        var whole = JsonNode.Parse(recipe.ToJson())!.AsObject();
        string[] network = stage is RunStages.Train or RunStages.Teacher ? ["network"] : [];
        string[] degradation = stage == RunStages.Teacher ? [] : ["degradation"];
        string[] members = ["seed", "validationImages", "trainOnValidation", .. degradation, .. network, stage];
        return new JsonObject(members.Select(name => KeyValuePair.Create(name, whole[name]?.DeepClone())));
    }

    /// <returns>What is different from what is asked for now, one phrase each; empty where the stage can stay.</returns>
    /// <param name="parent">Hash of the weights that the stage would start from now.</param>
    /// <param name="teacher">Hash of the weights that would teach it now, as <see cref="StageReport.Teacher"/>.</param>
    /// <param name="data">Of the pictures, as <see cref="StageReport.Data"/> has them.</param>
    public static IReadOnlyList<string> Differences(StageReport report, Recipe recipe, string parent, string? teacher,
        string data)
    {
        var differences = new List<string>();
        Compare("", RecipeOf(report.Stage, Recipe.Parse(report.RecipeJson, "the finished stage's recipe")),
            RecipeOf(report.Stage, recipe), differences);
        // Reports of earlier versions do not tell.
        if (report.Data is not null && report.Data != data)
            differences.Add("other pictures, or another number of them");
        if (report.Parent is not null && report.Parent != parent)
            differences.Add("other weights to start from");
        if (report.Parent is not null && report.Teacher != teacher)
            differences.Add("another teacher");
        return differences;
    }

    private static void Compare(string path, JsonNode? before, JsonNode? now, List<string> differences)
    {
        if (before is JsonObject left && now is JsonObject right)
            foreach (var name in left.Select(m => m.Key).Union(right.Select(m => m.Key)))
                Compare(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name], differences);
        else if (!JsonNode.DeepEquals(before, now))
            differences.Add(before is JsonObject or JsonArray || now is JsonObject or JsonArray
                ? $"another {path}" : $"{path} {before?.ToJsonString() ?? "null"}, now {now?.ToJsonString() ?? "null"}");
    }
}
