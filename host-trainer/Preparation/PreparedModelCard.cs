using System.Security.Cryptography;
using TinyClassify.Runtime;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>What a person should know of a prepared model: where it came from, what it costs, what was proven.</summary>
/// <param name="Command">The command line that prepared it.</param>
/// <param name="SourceName">Name of the file that was given.</param>
/// <param name="Original">Its bytes.</param>
/// <param name="Prepared">What became of it.</param>
/// <param name="Golden">Agreement with another runtime's scores by rounding, where some were given.</param>
/// <param name="Accuracy">Accuracy through the engine, where data was given.</param>
/// <param name="Published">The figure that the model's maker published.</param>
internal sealed record PreparedModelCard(
    string Command, string SourceName, byte[] Original, PreparedModel Prepared,
    IReadOnlyDictionary<Rounding, EngineAgreement> Golden,
    ModelAccuracy? Accuracy, PublishedAccuracy? Published)
{
    public string Write()
    {
        var inspection = ModelInspection.Of(TfliteReader.Read(Prepared.Tflite));
        using ClassifierModel model = ClassifierModel.Open(Prepared.Tflite, Rounding.Double, KernelSet.CortexM7);
        var card = new ModelCard(model.Name,
            "Made by others; prepared for the TinyClassify engine by "
            + $"{ShellCommand.Markdown(Command)}.",
            "The licence is that of the original.");
        card.File("original", SourceName, Original)
            .Row("this file", $"{Describe.Number(Prepared.Tflite.Length)} bytes, SHA-256 "
                + $"`{Convert.ToHexStringLower(SHA256.HashData(Prepared.Tflite))}`")
            .Ends(model, $"scale {model.InputScale:G6}, zero point {model.InputZeroPoint}")
            .Row("classes", Prepared.Labels.Count == 0
                ? $"{model.ClassCount}, without names" : Describe.Printable(string.Join(", ", Prepared.Labels)))
            .Cost(model)
            .Row("constants", $"{Describe.Number(inspection.ConstantBytes)} bytes");
        foreach ((string what, int times) in Prepared.Steps)
            card.Row("rewritten", times == 1 ? what : $"{what}, {times} times");
        card.Row("against the original", Prepared.Comparison)
            .Row("kernels", $"all of the engine's, every rounding, against the plain ones: {Prepared.Kernels}");
        foreach ((Rounding rounding, EngineAgreement agreement) in Golden)
            card.Row($"against the scores given, {rounding.ToString().ToLowerInvariant()} rounding", agreement.ToString());
        if (Accuracy is not null)
            card.Row($"top-1 on {Describe.Printable(Accuracy.Data)}, through the engine, double rounding", Accuracy.ToString());
        if (Published is not null)
            card.Row("published", Published + (Accuracy is null ? "" : $"; {Published.Compare(Accuracy)}"));
        return card.Line().Block("", TextReport.Write(inspection)).ToString();
    }
}
