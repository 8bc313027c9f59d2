using TinyClassify.Preparation;
using TinyClassify.Runtime;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;

namespace TinyClassify.Trainer.Reports;

/// <summary>The card of a model that was trained here, from what its stages reported.</summary>
public static class TrainedModelCard
{
    public static string Write(
        IPictureSource source, ModelFiles files, IReadOnlyList<StageReport> stages, LogitAgreement agreement,
        EvaluationResult accuracy)
    {
        var bytes = File.ReadAllBytes(files.Tflite);
        using var model = ClassifierModel.Open(bytes, Rounding.Double, KernelSet.CortexM7);
        var last = stages[^1];
        var card = new ModelCard(model.Name,
            $"An int8 image classifier for {accuracy.ClassNames.Count} classes: {string.Join(", ", accuracy.ClassNames)}.",
            "Made by `tinyclassify`; this card was written by `tinyclassify convert` from what each stage reported.");
        card.File("file", Path.GetFileName(files.Tflite), bytes)
            .Ends(model, "RGB; a picture's byte p goes in as p - 128")
            .Cost(model)
            .Row("parameters", ModelCard.Number(last.Parameters))
            .Row("seed", $"{last.Seed} (one run)");
        card.Section("Accuracy")
            .Line($"Top-1 on the {ModelCard.Number(accuracy.Images)} test images of {source.Name}, which nothing was trained "
            + "on or "
                + (last.ValidationWasTrainedOn
                    ? "chosen by. Once all was chosen, the images kept back for validation were trained on, too: their "
                    + "accuracy tells nothing."
                    : "chosen by; validation is on training images kept back.")).Line()
            .Table(["stage", "multiply-accumulates", "validation", "test", "arithmetic", "command"],
                [.. stages.Select(Row), Converted(model, files, accuracy)]);
        if (accuracy.Jpeg.Count > 0)
            card.Line()
                .Line("A card holds JPEG files. The same test images, saved as such and read by the board's decoder, int8 "
                + "through "
                    + "the C API:").Line()
                .Table(["lossless", .. accuracy.Jpeg.Select(j => JpegCopies.Name(j.Quality))],
                    [ModelCard.Percent(accuracy.Accuracy), .. accuracy.Jpeg.Select(j => ModelCard.Percent(j.Accuracy))]);
        card.Line().Line($"Agreement of the {agreement}.").Section("Made with");
        foreach (var (component, version) in last.Versions.OrderBy(v => v.Key, StringComparer.Ordinal))
            card.Line($"- {component} {version}");
        return card.Section("Limits")
            .Line($"Trained on pictures of {model.InputWidth}x{model.InputHeight} pixels of {accuracy.ClassNames.Count} classes. "
                + "Whatever it is shown, it names one of them; what does not look")
            .Line("like the training pictures is outside of what it has seen, however sure the percentages are.")
            .Section("Recipe").Block("json", last.RecipeJson).ToString();
    }

    private static string[] Row(StageReport stage) =>
    [
        $"{stage.Stage}, {HtmlPage.Count(stage.Epochs.Count, "epoch")}", ModelCard.Number(stage.Macs),
        ModelCard.Percent(stage.ValidationAccuracy),
        ModelCard.Percent(stage.TestAccuracy), stage.Stage == RunStages.Quantize ? "simulated int8" : "float32",
        ShellCommand.Markdown(stage.Command),
    ];

    private static string[] Converted(ClassifierModel model, ModelFiles files, EvaluationResult accuracy) =>
    [
        "convert", ModelCard.Number((long)model.Macs), "", ModelCard.Percent(accuracy.Accuracy),
        "int8 through the C API, double rounding",
        ShellCommand.Markdown(ShellCommand.Of("tinyclassify", ["evaluate", Path.GetFileName(files.Tflite)])),
    ];
}
