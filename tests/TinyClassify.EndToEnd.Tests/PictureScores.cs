using System.Text.Json.Nodes;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>What `evaluate --json` and `demo --json` say of a card's pictures.</summary>
internal static class PictureScores
{
    /// <returns>A line a picture, in name order: file name, and label, output byte and probability of the best classes.</returns>
    public static List<string> Read(string json) =>
        [.. JsonNode.Parse(File.ReadAllText(json))!.AsArray()
            .Select(p => $"{p!["name"]}: "
            + $"{string.Join(", ", p["top"]!.AsArray().Select(t => $"{t!["label"]} {t["score"]} {t["probabilityPermille"]}"))}")
            .Order(StringComparer.Ordinal)];
}
