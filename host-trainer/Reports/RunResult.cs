using System.Text.Json;
using System.Text.Json.Serialization;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Evaluation;

namespace TinyClassify.Trainer.Reports;

/// <summary>Everything that a whole run reached, machine-readable: report.json beside the page.</summary>
/// <param name="Name">Of the model.</param>
/// <param name="Source">Short name of the pictures, e.g. "CIFAR-10".</param>
/// <param name="Stages">As far as they were run, in order.</param>
/// <param name="FileBytes">Of the .tflite.</param>
/// <param name="Sha256">Of the .tflite, hexadecimal.</param>
/// <param name="Accuracy">Of the .tflite on the test images, int8 through the C API, double rounding.</param>
/// <param name="Agreement">Of the trained simulation with the file's integers.</param>
/// <param name="LayerNoise">What quantisation does to each layer.</param>
/// <param name="Pruning">Layer by layer, before and after; empty where nothing was pruned.</param>
public sealed record RunResult(
    string Name,
    string Source,
    IReadOnlyList<StageReport> Stages,
    long FileBytes,
    string Sha256,
    EvaluationResult Accuracy,
    LogitAgreement Agreement,
    IReadOnlyList<LayerNoise> LayerNoise,
    IReadOnlyList<LayerChange> Pruning)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // A layer that is nothing but zeros has no ratio of signal to noise.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static string FileIn(string runFolder) => Path.Combine(runFolder, "report.json");

    public void Write(string runFolder) => AtomicFile.Write(FileIn(runFolder), JsonSerializer.Serialize(this, s_json));

    /// <returns>Null where the run has not been converted yet.</returns>
    /// <exception cref="InvalidDataException">The file is not one of these.</exception>
    public static RunResult? Read(string runFolder)
    {
        var path = FileIn(runFolder);
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<RunResult>(File.ReadAllText(path), s_json)
                ?? throw new InvalidDataException($"{path} is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: not a run's report: {e.Message}", e);
        }
    }
}
