using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TinyClassify.Tflite;
using TinyClassify.Runtime;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;

namespace TinyClassify.Trainer.Reports;

/// <summary>Writes what a person should know of a model before using it, from what its stages reported.</summary>
public static class ModelCard
{
    public static string Write(
        IPictureSource source, ModelFiles files, IReadOnlyList<StageReport> stages, LogitAgreement agreement,
        EvaluationResult accuracy)
    {
        var bytes = File.ReadAllBytes(files.Tflite);
        using var model = ClassifierModel.Open(bytes, Rounding.Double, KernelSet.CortexM7);
        var last = stages[^1];
        var text = new StringBuilder();
        Line($"# {model.Name}");
        Line();
        Line($"An int8 image classifier for {accuracy.ClassNames.Count} classes: {string.Join(", ", accuracy.ClassNames)}.");
        Line("Made by `tinyclassify`; this card was written by `tinyclassify convert` from what each stage reported.");
        Line();
        Line("| | |");
        Line("|---|---|");
        Line($"| file | {ShellCommand.Markdown(Path.GetFileName(files.Tflite))}, {bytes.Length:N0} bytes, SHA-256 "
            + $"`{Convert.ToHexStringLower(SHA256.HashData(bytes))}` |");
        Line($"| input | int8 [1, {model.InputHeight}, {model.InputWidth}, 3], RGB; a picture's byte p goes in as p - 128 |");
        Line($"| output | int8 [1, {model.ClassCount}], {(model.OutputIsSoftmax ? "probabilities" : "logits")} |");
        Line($"| multiply-accumulates | {model.Macs:N0} |");
        Line($"| parameters | {last.Parameters:N0} |");
        Line($"| arena | {model.ArenaBytes:N0} bytes (activations and scratch at their peak, with the Cortex-M7's kernels) |");
        Line($"| seed | {last.Seed} (one run) |");
        Line();
        Line("## Accuracy");
        Line();
        Line($"Top-1 on the {accuracy.Images:N0} test images of {source.Name}, which nothing was trained on or chosen by; "
            + "validation is on training images kept back.");
        Line();
        Line("| stage | multiply-accumulates | validation | test | arithmetic | command |");
        Line("|---|---|---|---|---|---|");
        foreach (var stage in stages)
            Line($"| {stage.Stage}, {HtmlPage.Count(stage.Epochs.Count, "epoch")} | {stage.Macs:N0} | {Percent(stage.ValidationAccuracy)} | "
                + $"{Percent(stage.TestAccuracy)} | "
                + $"{(stage.Stage == "quantize" ? "simulated int8" : "float32")} | {ShellCommand.Markdown(stage.Command)} |");
        Line($"| convert | {model.Macs:N0} | | {Percent(accuracy.Accuracy)} | int8 through the C API, double rounding | "
            + $"{ShellCommand.Markdown(ShellCommand.Of("tinyclassify", ["evaluate", Path.GetFileName(files.Tflite)]))} |");
        Line();
        if (accuracy.Jpeg.Count > 0)
        {
            Line("A card holds JPEG files. The same test images, saved as such and read by the board's decoder, int8 through "
                + "the C API:");
            Line();
            Line($"| lossless | {string.Join(" | ", accuracy.Jpeg.Select(j => JpegAccuracy.Name(j.Quality)))} |");
            Line($"|---|{string.Concat(accuracy.Jpeg.Select(_ => "---|"))}");
            Line($"| {Percent(accuracy.Accuracy)} | {string.Join(" | ", accuracy.Jpeg.Select(j => Percent(j.Accuracy)))} |");
            Line();
        }
        Line($"Agreement of the {agreement}.");
        Line();
        Line("## Made with");
        Line();
        foreach (var (component, version) in last.Versions.OrderBy(v => v.Key, StringComparer.Ordinal))
            Line($"- {component} {version}");
        Line();
        Line("## Limits");
        Line();
        Line($"Trained on pictures of {model.InputWidth}x{model.InputHeight} pixels of {accuracy.ClassNames.Count} classes. "
            + "Whatever it is shown, it names one of them; what does not look");
        Line("like the training pictures is outside of what it has seen, however sure the percentages are.");
        Line();
        Line("## Recipe");
        Line();
        Line("```json");
        Line(last.RecipeJson);
        Line("```");
        return text.ToString();

        void Line(string line = "") => text.Append(line).Append('\n');
    }

    private static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture) + " %";
}
