using System.Security.Cryptography;
using System.Text;
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
    string Command, string SourceName, byte[] Original, PreparedModel Prepared, IReadOnlyDictionary<Rounding, EngineAgreement> Golden,
    ModelAccuracy? Accuracy, PublishedAccuracy? Published)
{
    public string Write()
    {
        var inspection = ModelInspection.Of(TfliteReader.Read(Prepared.Tflite));
        using ClassifierModel model = ClassifierModel.Open(Prepared.Tflite, Rounding.Double, KernelSet.CortexM7);
        var text = new StringBuilder();
        text.Append($"# {Describe.Printable(model.Name)}\n\n");
        text.Append($"Made by others; prepared for the TinyClassify engine by {ShellCommand.Markdown(Command)}.\n");
        text.Append("The licence is that of the original.\n\n| | |\n|---|---|\n");
        Row(text, "original", $"`{Describe.Printable(SourceName)}`, {Describe.Number(Original.Length)} bytes, SHA-256 `{Hash(Original)}`");
        Row(text, "this file", $"{Describe.Number(Prepared.Tflite.Length)} bytes, SHA-256 `{Hash(Prepared.Tflite)}`");
        Row(text, "input", $"int8 [1, {model.InputHeight}, {model.InputWidth}, {model.InputChannels}], scale {model.InputScale:G6}, zero point {model.InputZeroPoint}");
        Row(text, "classes", Prepared.Labels.Count == 0
            ? $"{model.ClassCount}, without names" : Describe.Printable(string.Join(", ", Prepared.Labels)));
        Row(text, "multiply-accumulates", Describe.Number(inspection.Macs));
        Row(text, "constants", $"{Describe.Number(inspection.ConstantBytes)} bytes");
        Row(text, "arena", $"{Describe.Number(model.ArenaBytes)} bytes (activations and scratch at their peak, with the Cortex-M7's kernels)");
        foreach ((string what, int times) in Prepared.Steps)
            Row(text, "rewritten", times == 1 ? what : $"{what}, {times} times");
        Row(text, "against the original", Prepared.Comparison);
        Row(text, "kernels", $"all of the engine's, every rounding, against the plain ones: {Prepared.Kernels}");
        foreach ((Rounding rounding, EngineAgreement agreement) in Golden)
            Row(text, $"against the scores given, {rounding.ToString().ToLowerInvariant()} rounding", agreement.ToString());
        if (Accuracy is not null)
            Row(text, $"top-1 on {Describe.Printable(Accuracy.Data)}, through the engine, double rounding", Accuracy.ToString());
        if (Published is not null)
            Row(text, "published", Published + (Accuracy is null ? "" : $"; {Published.Compare(Accuracy)}"));
        return text.Append("\n```\n").Append(TextReport.Write(inspection)).Append("```\n").ToString();
    }

    private static void Row(StringBuilder text, string name, string value) =>
        text.Append($"| {name} | {value.Replace("|", "\\|", StringComparison.Ordinal)} |\n");

    private static string Hash(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));
}
