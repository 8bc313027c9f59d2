using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyClassify.Tflite;

/// <summary>Instructions of one inference on a Cortex-M7, operator by operator, as `./build.sh bench --json cost.json` counted
/// them.</summary>
/// <param name="Operators">One an operator of the graph, in order.</param>
public sealed record InstructionCount(ImmutableArray<long> Operators)
{
    /// <summary>Reads cost.json beside a model.</summary>
    /// <param name="contents">Bytes of the model.</param>
    /// <returns>Null where there is none, or it belongs to another model.</returns>
    public static InstructionCount? Beside(string modelFile, ReadOnlySpan<byte> contents)
    {
        string path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(modelFile))!, "cost.json");
        if (!File.Exists(path))
            return null;
        try
        {
            JsonNode? cost = JsonNode.Parse(File.ReadAllText(path));
            if ((string?)cost?["model_sha256"] != Convert.ToHexStringLower(SHA256.HashData(contents))
                || cost["layers"] is not JsonArray layers)
                return null;
            return new([.. layers.Select(layer => (long)layer!["instructions"]!)]);
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or FormatException
            or NullReferenceException)
        {
            return null; // Some other file of that name.
        }
    }
}
