using System.Globalization;
using System.Text;
using StbImageWriteSharp;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;

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
        var html = Page.Begin(run.Name);
        html.Append($"<p class='soft'>{Page.Text(source.Description)}; seed {run.Stages[^1].Seed}, n = 1; int8 top-1 "
            + $"<b>{Page.Percent(run.Accuracy.Accuracy)}</b> on {Page.Number(run.Accuracy.Images)} test images through the C API"
            + string.Concat(run.Accuracy.Jpeg.Select(j => $", <b>{Page.Percent(j.Accuracy)}</b> on them as {JpegAccuracy.Name(j.Quality)}")) + $"; file {Page.Number(run.FileBytes)} bytes</p>");
        Stages(html, source, run);
        Curves(html, run.Stages);
        Confusion(html, run.Accuracy);
        Mistakes(html, run.Accuracy, test);
        if (run.Pruning.Count > 0)
            Pruning(html, run);
        Noise(html, run.LayerNoise, run.Agreement);
        html.Append($"<h2>Recipe</h2><pre>{Page.Text(run.Stages[^1].RecipeJson)}</pre><h2>Made with</h2>");
        foreach (var stage in run.Stages)
            html.Append($"<p class='soft'>{stage.Stage}: <code>{Page.Text(stage.Command)}</code></p>");
        html.Append($"<p class='soft'>{Page.Text(string.Join(", ", run.Stages[^1].Versions.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key} {v.Value}")))}</p>");
        return Page.End(html);
    }

    private static void Stages(StringBuilder html, IPictureSource source, RunResult run)
    {
        // The paper's figures are for CIFAR-10 and say nothing of other pictures.
        var hasPaper = source is Cifar10Source;
        html.Append("<h2>Stages</h2><div class='wide'><table><tr><th>stage<th>seed<th>epochs<th>multiply-<br>accumulates<th>parameters<th>validation<th>test");
        html.Append(hasPaper ? "<th>paper:<br>FLOPs<th>paper:<br>test</tr>" : "</tr>");
        foreach (var stage in run.Stages)
        {
            html.Append($"<tr><td>{stage.Stage}<td>{stage.Seed}<td>{stage.Epochs.Count}<td>{Page.Number(stage.Macs)}<td>{Page.Number(stage.Parameters)}<td>{Page.Percent(stage.ValidationAccuracy)}<td>{Page.Percent(stage.TestAccuracy)}");
            Paper(stage.Stage);
        }
        html.Append($"<tr><td>int8 file, C API<td>{run.Stages[^1].Seed}<td><td>{Page.Number(run.Stages[^1].Macs)}<td>{Page.Number(run.Stages[^1].Parameters)}<td><td><b>{Page.Percent(run.Accuracy.Accuracy)}</b>");
        Paper(MergedRuns.File);
        html.Append("</table></div><p class='soft'>One run a stage; <code>tinyclassify report</code> puts several together with their spread.");
        html.Append(hasPaper ? $" Paper: {PaperFigures.Source}</p>" : "</p>");

        void Paper(string stage)
        {
            if (hasPaper && PaperFigures.Of(stage) is { } paper)
                html.Append(CultureInfo.InvariantCulture, $"<td>{Page.Number(paper.Macs)}<td>{paper.Accuracy:F2} %");
            html.Append("</tr>");
        }
    }

    private static void Curves(StringBuilder html, IReadOnlyList<StageReport> stages)
    {
        html.Append("<h2>Learning curves</h2><div class='columns'>");
        foreach (var stage in stages.Where(s => s.Epochs.Count > 0))
        {
            html.Append($"<div><h3>{stage.Stage}: accuracy</h3>").Append(Svg.Lines("epoch", " %",
            [
                ("training", [.. stage.Epochs.Select(e => 100 * e.TrainingAccuracy)]),
                ("validation", [.. stage.Epochs.Select(e => 100 * e.ValidationAccuracy)]),
            ])).Append("</div>");
            html.Append($"<div><h3>{stage.Stage}: loss</h3>").Append(Svg.Lines("epoch", "", [("training", [.. stage.Epochs.Select(e => e.TrainingLoss)])])).Append("</div>");
        }
        html.Append("</div>");
    }

    private static void Confusion(StringBuilder html, EvaluationResult accuracy)
    {
        var classes = accuracy.ClassNames;
        html.Append("<h2>Classes</h2>");
        var bars = classes.Select((name, c) => (name, Share: (double)accuracy.Confusion[c][c] / Math.Max(1, accuracy.Confusion[c].Sum()))).ToArray();
        html.Append(Svg.Bars("accuracy of each class", [.. bars.Select(b => (b.name, 1.0, b.Share, Page.Percent(b.Share)))]));
        if (classes.Count > LargestConfusion)
            return;
        html.Append("<h2>Confusion matrix</h2><p class='soft'>A row is the true class, a column the answer.</p><div class='wide'><table class='confusion'><tr><th>");
        foreach (var name in classes)
            html.Append($"<th>{Page.Text(name)}");
        for (var c = 0; c < classes.Count; c++)
        {
            html.Append($"<tr><th>{Page.Text(classes[c])}");
            var total = Math.Max(1, accuracy.Confusion[c].Sum());
            for (var p = 0; p < classes.Count; p++)
            {
                var share = Math.Sqrt((double)accuracy.Confusion[c][p] / total);
                var colour = c == p ? "47,111,222" : "194,87,26";
                html.Append(CultureInfo.InvariantCulture, $"<td style='background:rgba({colour},{share * 0.8:F2})'>{accuracy.Confusion[c][p]}");
            }
        }
        html.Append("</table></div>");
    }

    private static void Mistakes(StringBuilder html, EvaluationResult accuracy, ImageSet test)
    {
        html.Append($"<h2>Surest mistakes</h2><p class='soft'>{Page.Number(accuracy.Mistakes.Count)} of {Page.Number(accuracy.Images)} test images are wrong; here are the ones the model was surest of.</p><div class='mistakes'>");
        foreach (var mistake in accuracy.Mistakes.Take(MistakesShown))
        {
            using var png = new MemoryStream();
            new ImageWriter().WritePng(test.Image(mistake.Index).ToArray(), test.Size, test.Size, ColorComponents.RedGreenBlue, png);
            var (truth, answer) = (Page.Text(accuracy.ClassNames[mistake.TrueClass]), Page.Text(accuracy.ClassNames[mistake.Predicted]));
            html.Append(CultureInfo.InvariantCulture,
                $"<figure><img alt='{truth} taken for {answer}' src='data:image/png;base64,{Convert.ToBase64String(png.ToArray())}'><figcaption>{truth} &rarr; <b>{answer}</b> {mistake.ProbabilityPermille / 10.0:F1}&nbsp;%</figcaption></figure>");
        }
        html.Append("</div>");
    }

    private static void Pruning(StringBuilder html, RunResult run)
    {
        var layers = run.Pruning;
        var (before, after) = (layers.Sum(l => l.MacsBefore), layers.Sum(l => l.MacsAfter));
        html.Append($"<h2>Pruning</h2><p class='soft'>{Page.Number(before)} &rarr; {Page.Number(after)} multiply-accumulates ({100.0 * (after - before) / before:F2} %), "
            + $"{Page.Number(layers.Sum(l => l.ParametersBefore))} &rarr; {Page.Number(layers.Sum(l => l.ParametersAfter))} parameters. The light part of each bar was removed.</p>");
        html.Append("<div class='columns'><div><h3>output channels</h3>");
        html.Append(Svg.Bars("channels kept of each layer", [.. layers.Select(l =>
            (l.Name, (double)l.ChannelsBefore, (double)l.ChannelsAfter, $"{l.ChannelsAfter} of {l.ChannelsBefore}"))]));
        html.Append("</div><div><h3>multiply-accumulates</h3>");
        html.Append(Svg.Bars("multiply-accumulates kept of each layer", [.. layers.Select(l =>
            (l.Name, (double)l.MacsBefore, (double)l.MacsAfter, $"{Page.Number(l.MacsAfter)} of {Page.Number(l.MacsBefore)}"))]));
        html.Append("</div></div>");
    }

    private static void Noise(StringBuilder html, IReadOnlyList<LayerNoise> noise, LogitAgreement agreement)
    {
        html.Append("<h2>Quantisation</h2><p class='soft'>Signal-to-noise ratio of each layer's int8 output against the same weights in float, in decibels; more is better.</p>");
        html.Append(Svg.Bars("signal-to-noise ratio of each layer", [.. noise.Select(n =>
            (n.Name, Math.Max(n.SignalToNoise, 0), Math.Max(n.SignalToNoise, 0), n.SignalToNoise.ToString("F1", CultureInfo.InvariantCulture) + " dB"))]));
        html.Append($"<p>{Page.Text(char.ToUpperInvariant(agreement.ToString()[0]) + agreement.ToString()[1..])}.</p>");
    }
}
