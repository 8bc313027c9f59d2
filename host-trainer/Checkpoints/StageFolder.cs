using System.Security.Cryptography;
using System.Text.Json;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Checkpoints;

/// <summary>The self-describing folder that one stage leaves: network, weights, report, and what an interrupted run
/// needs.</summary>
public sealed class StageFolder
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="path">Made when the first file is written.</param>
    public StageFolder(string path) => Root = Path.GetFullPath(path);

    public string Root { get; }

    public string NetworkFile => Path.Combine(Root, "network.json");

    public string WeightsFile => Path.Combine(Root, "weights.safetensors");

    public string ReportFile => Path.Combine(Root, "report.json");

    /// <summary>State of a run in progress; gone when the stage is finished.</summary>
    public string ResumeFile => Path.Combine(Root, "resume.safetensors");

    /// <summary>The report is written last: a stage that has one is finished.</summary>
    public bool IsFinished => File.Exists(ReportFile);

    /// <summary>Stores a finished stage.</summary>
    /// <param name="network">Its description, JSON.</param>
    public void Finish(string network, IReadOnlyDictionary<string, Tensor> weights, StageReport report)
    {
        AtomicFile.Write(NetworkFile, network);
        SafetensorsFile.Write(WeightsFile, weights, new Dictionary<string, string> { ["stage"] = report.Stage });
        AtomicFile.Write(ReportFile, JsonSerializer.Serialize(report, s_json));
        File.Delete(ResumeFile);
    }

    /// <summary>Takes over a finished stage as it is.</summary>
    public void CopyFrom(StageFolder finished)
    {
        AtomicFile.Write(NetworkFile, ReadText(finished.NetworkFile));
        RequireFile(finished.WeightsFile);
        AtomicFile.Write(WeightsFile, File.ReadAllBytes(finished.WeightsFile));
        AtomicFile.Write(ReportFile, ReadText(finished.ReportFile));
        File.Delete(ResumeFile);
    }

    /// <summary>Makes the stage one to be done from its beginning, whether it was finished, interrupted or never begun.</summary>
    public void Reopen()
    {
        if (!Directory.Exists(Root))
            return;
        File.Delete(ReportFile);
        File.Delete(ResumeFile);
    }

    /// <exception cref="InvalidDataException">The stage is not finished.</exception>
    public StageReport LoadReport() =>
        JsonSerializer.Deserialize<StageReport>(ReadText(ReportFile), s_json)
        ?? throw new InvalidDataException($"{ReportFile} is empty.");

    public NetworkSpec LoadNetwork() => NetworkSpec.FromJson(ReadText(NetworkFile));

    /// <summary>As <see cref="LoadNetwork"/>, of a stage `teacher`.</summary>
    public DenseSpec LoadDenseNetwork() => DenseSpec.FromJson(ReadText(NetworkFile));

    public Dictionary<string, Tensor> LoadWeights()
    {
        RequireFile(WeightsFile);
        return SafetensorsFile.Read(WeightsFile).Tensors;
    }

    /// <summary>SHA-256 of the stored weights: what a later stage's run depends on.</summary>
    public string WeightsHash()
    {
        RequireFile(WeightsFile);
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(WeightsFile)));
    }

    private static string ReadText(string path)
    {
        RequireFile(path);
        return File.ReadAllText(path);
    }

    private static void RequireFile(string path)
    {
        if (!File.Exists(path))
            throw new InvalidDataException(
                $"{path} is missing: the stage that makes this folder has not finished. Run it (again) first.");
    }
}
