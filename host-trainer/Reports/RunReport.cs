using System.Globalization;
using System.Text;
using StbImageWriteSharp;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Reports;

/// <summary>Everything that a run reached, as one page that needs nothing beside it.</summary>
public static class RunReport
{
    private const int MistakesShown = 24;
    private const int LargestConfusion = 30;

    /// <param name="source">Where the pictures are from.</param>
    /// <param name="test">The images that <paramref name="run"/>'s accuracy was measured on.</param>
    public static string Write(RunResult run, IPictureSource source, ImageSet test)
    {
        var page = new HtmlPage(run.Name, $"{HtmlPage.Text(source.Description)}; seed {run.Stages[^1].Seed}, n = 1; int8 top-1 "
            + $"<b>{HtmlPage.Percent(run.Accuracy.Accuracy)}</b> on {HtmlPage.Number(run.Accuracy.Images)} test images through "
            + "the C API"
            + string.Concat(run.Accuracy.Jpeg.Select(j =>
                $", <b>{HtmlPage.Percent(j.Accuracy)}</b> on them as {JpegCopies.Name(j.Quality)}"))
            + $"; file {HtmlPage.Number(run.FileBytes)} bytes");
        Stages(page, source, run);
        Curves(page, run.Stages);
        Classes(page, run.Accuracy);
        Mistakes(page, run.Accuracy, test);
        if (run.Pruning.Count > 0)
            Pruning(page, run.Pruning);
        Noise(page, run.LayerNoise, run.Agreement);
        page.Section("Recipe").AddWide("Recipe", $"<pre>{HtmlPage.Lines(run.Stages[^1].RecipeJson)}</pre>");
        page.Section("Made with");
        foreach (var stage in run.Stages)
            page.Add($"<p class='soft'>{stage.Stage}: <code>{HtmlPage.Text(stage.Command)}</code></p>");
        var versions = run.Stages[^1].Versions.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key} {v.Value}");
        return page.Add($"<p class='soft'>{HtmlPage.Text(string.Join(", ", versions))}</p>").End();
    }

    private static void Stages(HtmlPage page, IPictureSource source, RunResult run)
    {
        // The paper's figures are for CIFAR-10 and say nothing of other pictures.
        var hasPaper = source is Cifar10Source;
        var html = new StringBuilder(
            "<table><tr><th>stage<th>seed<th>epochs<th>multiply-<br>accumulates<th>parameters<th>validation<th>test");
        html.Append(hasPaper ? "<th>paper:<br>multiply-<br>accumulates<th>paper:<br>test</tr>" : "</tr>");
        foreach (var stage in run.Stages)
        {
            html.Append($"<tr><td>{stage.Stage}<td>{stage.Seed}<td>{stage.Epochs.Count}<td>{HtmlPage.Number(stage.Macs)}"
                + $"<td>{HtmlPage.Number(stage.Parameters)}"
                + $"<td>{HtmlPage.Percent(stage.ValidationAccuracy)}<td>{HtmlPage.Percent(stage.TestAccuracy)}");
            Paper(stage.Stage);
        }
        var last = run.Stages[^1];
        html.Append($"<tr><td>int8 file, C API<td>{last.Seed}<td><td>{HtmlPage.Number(last.Macs)}"
            + $"<td>{HtmlPage.Number(last.Parameters)}<td><td><b>{HtmlPage.Percent(run.Accuracy.Accuracy)}</b>");
        Paper(MergedRuns.File);
        page.Section("Stages", last.ValidationWasTrainedOn
            ? "Once all was chosen, the images kept back for validation were trained on, too: their accuracy tells nothing." : "")
            .AddWide("Stages", html.Append("</table>").ToString());
        page.Add("<p class='soft' style='margin-top:.6rem'>One run a stage; <code>tinyclassify report</code> puts several "
            + "together with their spread.");
        page.Add(hasPaper ? $" Paper: {PaperFigures.Source}</p>" : "</p>");

        void Paper(string stage)
        {
            if (hasPaper && PaperFigures.Of(stage) is { } paper)
                html.Append(CultureInfo.InvariantCulture, $"<td>{HtmlPage.Number(paper.Macs)}<td>{paper.Accuracy:F2} %");
            html.Append("</tr>");
        }
    }

    private static void Curves(HtmlPage page, IReadOnlyList<StageReport> stages)
    {
        page.Section("Learning curves").Add("<div class='columns'>");
        foreach (var stage in stages.Where(s => s.Epochs.Count > 0))
        {
            page.Add($"<div><h3>{stage.Stage}: accuracy</h3>").Add(LinePlot.Draw("epoch", " %",
            [
                ("training", [.. stage.Epochs.Select(e => 100 * e.TrainingAccuracy)]),
                ("validation", [.. stage.Epochs.Select(e => 100 * e.ValidationAccuracy)]),
            ], limit: 100)).Add("</div>");
            page.Add($"<div><h3>{stage.Stage}: loss</h3>")
                .Add(LinePlot.Draw("epoch", "", [("training", [.. stage.Epochs.Select(e => e.TrainingLoss)])])).Add("</div>");
        }
        page.Add("</div>");
    }

    private static void Classes(HtmlPage page, EvaluationResult accuracy)
    {
        var classes = accuracy.ClassNames;
        var shares = classes.Select((_, c) => (double)accuracy.Confusion[c][c] / Math.Max(1, accuracy.Confusion[c].Sum()))
            .ToArray();
        page.Section("Classes")
            .Add(Bars.Draw("accuracy of each class",
            [.. classes.Select((name, c) => new Bar(name, 1, shares[c], HtmlPage.Percent(shares[c])))], largest: 1));
        if (classes.Count > LargestConfusion)
            return;
        var html = new StringBuilder("<table class='confusion'><tr><td>");
        foreach (var name in classes)
            html.Append($"<th scope='col'>{HtmlPage.Text(name)}");
        for (var c = 0; c < classes.Count; c++)
        {
            html.Append($"<tr><th scope='row'>{HtmlPage.Text(classes[c])}");
            var total = Math.Max(1, accuracy.Confusion[c].Sum());
            for (var p = 0; p < classes.Count; p++)
            {
                // The square root, so that one mistake in a hundred can be seen.
                var share = 45 * Math.Sqrt((double)accuracy.Confusion[c][p] / total);
                var colour = c == p ? "--series1" : "--series0";
                html.Append(CultureInfo.InvariantCulture,
                    $"<td style='background:color-mix(in srgb, var({colour}) {share:F0}%, "
                    + $"transparent)'>{accuracy.Confusion[c][p]}");
            }
        }
        page.Section("Confusion matrix", "A row is the true class, a column the answer.")
            .AddWide("Confusion matrix", html.Append("</table>").ToString());
    }

    private static void Mistakes(HtmlPage page, EvaluationResult accuracy, ImageSet test)
    {
        page.Section("Surest mistakes", accuracy.Mistakes.Count == 0
            ? $"None of {HtmlPage.Count(accuracy.Images, "test image")} is wrong."
            : $"{HtmlPage.Number(accuracy.Mistakes.Count)} of {HtmlPage.Count(accuracy.Images, "test image")} "
            + $"{(accuracy.Mistakes.Count == 1 ? "is" : "are")} wrong; "
                + "here are the ones the model was surest of.").Add("<div class='mistakes'>");
        foreach (var mistake in accuracy.Mistakes.Take(MistakesShown))
        {
            using var png = new MemoryStream();
            new ImageWriter().WritePng(test.Image(mistake.Index).ToArray(), test.Size, test.Size, ColorComponents.RedGreenBlue,
                png);
            var (truth, answer) = (HtmlPage.Text(accuracy.ClassNames[mistake.TrueClass]),
                HtmlPage.Text(accuracy.ClassNames[mistake.Predicted]));
            var probability = (mistake.ProbabilityPermille / 10.0).ToString("F1", CultureInfo.InvariantCulture);
            page.Add($"<figure><img alt='{truth} taken for {answer}' "
                + $"src='data:image/png;base64,{Convert.ToBase64String(png.ToArray())}'>"
                + $"<figcaption>{truth} &rarr; <b>{answer}</b> {probability}&nbsp;%</figcaption></figure>");
        }
        page.Add("</div>");
    }

    private static void Pruning(HtmlPage page, IReadOnlyList<LayerChange> layers)
    {
        var (before, after) = (layers.Sum(l => l.MacsBefore), layers.Sum(l => l.MacsAfter));
        var percent = (100.0 * (after - before) / before).ToString("F2", CultureInfo.InvariantCulture);
        page.Section("Pruning", $"{HtmlPage.Number(before)} &rarr; {HtmlPage.Number(after)} multiply-accumulates ({percent} %), "
            + $"{HtmlPage.Number(layers.Sum(l => l.ParametersBefore))} &rarr; "
            + $"{HtmlPage.Number(layers.Sum(l => l.ParametersAfter))} parameters. The light part of each bar was removed.");
        page.Add("<div class='columns'><div><h3>Output channels</h3>");
        page.Add(Bars.Draw("channels kept of each layer", [.. layers.Select(l =>
            new Bar(l.Name, l.ChannelsBefore, l.ChannelsAfter, $"{l.ChannelsAfter} of {l.ChannelsBefore}"))]));
        page.Add("</div><div><h3>Multiply-accumulates</h3>");
        page.Add(Bars.Draw("multiply-accumulates kept of each layer", [.. layers.Select(l =>
            new Bar(l.Name, l.MacsBefore, l.MacsAfter, $"{HtmlPage.Number(l.MacsAfter)} of {HtmlPage.Number(l.MacsBefore)}"))]));
        page.Add("</div></div>");
    }

    private static void Noise(HtmlPage page, IReadOnlyList<LayerNoise> noise, LogitAgreement agreement)
    {
        page.Section("Quantisation",
            "Signal-to-noise ratio of each layer's int8 output against the same weights in float, in decibels; more is better.");
        page.Add(Bars.Draw("signal-to-noise ratio of each layer", [.. noise.Select(n => new Bar(
            n.Name, Math.Max(n.SignalToNoise, 0), Math.Max(n.SignalToNoise, 0),
            n.SignalToNoise.ToString("F1", CultureInfo.InvariantCulture) + " dB"))]));
        page.Add($"<p>{HtmlPage.Text(char.ToUpperInvariant(agreement.ToString()[0]) + agreement.ToString()[1..])}.</p>");
    }
}
