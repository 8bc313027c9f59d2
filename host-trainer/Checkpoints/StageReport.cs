using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TinyClassify.Trainer.Checkpoints;

/// <summary>What a stage did and reached, machine-readable.</summary>
/// <param name="Stage">"teacher", "train", "refine", "prune" or "quantize".</param>
/// <param name="Command">The command line that ran it.</param>
/// <param name="RecipeJson">The whole recipe, canonical.</param>
/// <param name="Macs">Multiply-accumulates of one inference.</param>
/// <param name="Parameters">Weights and biases, BatchNorm folded.</param>
/// <param name="ValidationAccuracy">[0, 1], on the images kept back from training.</param>
/// <param name="TestAccuracy">[0, 1], float arithmetic, on the 10,000 test images; reported, never used.</param>
/// <param name="Versions">Software the figures depend on.</param>
/// <param name="Notes">Further figures of the stage, by name.</param>
/// <param name="Data">Fingerprint of the pictures, and how many of them were trained on if not all; null in reports of earlier
/// versions.</param>
/// <param name="Parent">SHA-256 of the weights that it started from; null in reports of earlier versions.</param>
/// <param name="Teacher">SHA-256 of the weights of the network that taught it; null where the one before it did, or none.</param>
public sealed record StageReport(
    string Stage,
    string Command,
    string RecipeJson,
    ulong Seed,
    long Macs,
    long Parameters,
    double ValidationAccuracy,
    double TestAccuracy,
    IReadOnlyList<EpochMetrics> Epochs,
    IReadOnlyDictionary<string, string> Versions,
    IReadOnlyDictionary<string, double> Notes,
    string? Data = null,
    string? Parent = null,
    string? Teacher = null)
{
    /// <summary>Whether the images of <see cref="ValidationAccuracy"/> were trained on: it tells nothing then.</summary>
    [JsonIgnore]
    public bool ValidationWasTrainedOn => (bool?)JsonNode.Parse(RecipeJson)?["trainOnValidation"] ?? false;
}
