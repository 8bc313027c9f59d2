using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>How long the board would take for an inference, estimated from instructions counted under QEMU.</summary>
/// <param name="Instructions">Of one inference on a Cortex-M7.</param>
/// <param name="Milliseconds">At one instruction a cycle: the core can issue two, and waits for flash and SDRAM.</param>
public sealed record BoardEstimate(long Instructions, double Milliseconds)
{
    private const double InstructionsPerMillisecond = 216_000;

    /// <param name="model">Bytes of the model that runs.</param>
    /// <param name="costFile">JSON as the bench writes it.</param>
    /// <returns>Null where nothing was counted, or for another model.</returns>
    public static BoardEstimate? Read(ReadOnlySpan<byte> model, string costFile)
    {
        if (!File.Exists(costFile)) return null;
        var cost = JsonNode.Parse(File.ReadAllText(costFile));
        if ((string?)cost?["model_sha256"] != Convert.ToHexStringLower(SHA256.HashData(model))) return null;
        var instructions = (long)cost!["instructions"]!;
        return new BoardEstimate(instructions, instructions / InstructionsPerMillisecond);
    }
}
