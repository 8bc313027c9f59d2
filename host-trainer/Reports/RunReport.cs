using System.Globalization;
using System.Net;
using System.Text;
using StbImageWriteSharp;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;
using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Reports;

/// <summary>Everything that a run reached, as one page that needs nothing beside it.</summary>
public static class RunReport
{
    private const int MistakesShown = 24;
    private const int LargestConfusion = 30;

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1c2330; --soft: #667; --line: #d8dce4; --bar: #2f6fde; --pale: #c9d9f7; --page: #fff; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --soft: #9aa3b5; --line: #3a4254; --bar: #6ea0ff; --pale: #33466b; --page: #161a22; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; margin-bottom: .2rem } h2 { font-size: 1.15rem; margin-top: 2.2rem } p.soft { color: var(--soft) }
        table { border-collapse: collapse } td, th { padding: .25rem .6rem; white-space: nowrap; border-bottom: 1px solid var(--line); text-align: right } td:first-child, th:first-child { text-align: left }
        .wide { overflow-x: auto } .confusion td, .confusion th { padding: .15rem .4rem; font-size: .85rem; border: 0 }
        svg { width: 100%; max-width: 44rem; font-size: 11px } svg text:not([style]) { fill: currentColor } svg .grid { stroke: var(--line) } svg .whole { fill: var(--pale) } svg .part { fill: var(--bar) }
        .mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .8rem } .mistakes figure { margin: 0; font-size: .8rem; line-height: 1.25 }
        .mistakes img { width: 100%; image-rendering: pixelated; border-radius: 4px } pre { overflow-x: auto; font-size: .8rem; background: color-mix(in srgb, var(--line) 35%, transparent); padding: .8rem }
        """;

    /// <param name="networks">Networks of the stages `train` and `prune` by name, as far as they were run.</param>
    public static string Write(
        string name, IPictureSource source, IReadOnlyList<StageReport> stages, IReadOnlyDictionary<string, NetworkSpec> networks,
        LogitAgreement agreement, IReadOnlyList<LayerNoise> noise, EvaluationResult accuracy, ImageSet test)
    {
        var html = new StringBuilder();
        html.Append($"<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'><title>{Text(name)}</title><style>{Style}</style>");
        html.Append($"<h1>{Text(name)}</h1><p class='soft'>{Text(source.Description)}; seed {stages[^1].Seed}, one run; int8 top-1 "
            + $"<b>{Percent(accuracy.Accuracy)}</b> on {Number(accuracy.Images)} test images through the C API</p>");
        Stages(html, source, stages, accuracy);
        Curves(html, stages);
        Confusion(html, accuracy);
        Mistakes(html, accuracy, test);
        if (networks.TryGetValue("train", out var whole) && networks.TryGetValue("prune", out var pruned))
            Pruning(html, whole, pruned);
        Noise(html, noise, agreement);
        html.Append($"<h2>Recipe</h2><pre>{Text(stages[^1].RecipeJson)}</pre><h2>Made with</h2><p class='soft'>");
        html.Append(Text(string.Join(", ", stages[^1].Versions.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key} {v.Value}")))).Append("</p></html>\n");
        return html.ToString();
    }

    private static void Stages(StringBuilder html, IPictureSource source, IReadOnlyList<StageReport> stages, EvaluationResult accuracy)
    {
        // The paper's figures are for CIFAR-10 and say nothing of other pictures.
        var hasPaper = source is Cifar10Source;
        html.Append("<h2>Stages</h2><div class='wide'><table><tr><th>stage<th>epochs<th>multiply-accumulates<th>parameters<th>validation<th>test");
        html.Append(hasPaper ? "<th>paper: FLOPs<th>paper: test</tr>" : "</tr>");
        foreach (var stage in stages)
        {
            html.Append($"<tr><td>{stage.Stage}<td>{stage.Epochs.Count}<td>{Number(stage.Macs)}<td>{Number(stage.Parameters)}<td>{Percent(stage.ValidationAccuracy)}<td>{Percent(stage.TestAccuracy)}");
            if (hasPaper && PaperFigures.Of(stage.Stage) is { } paper)
                html.Append(CultureInfo.InvariantCulture, $"<td>{Number(paper.Macs)}<td>{paper.Accuracy:F2} %");
            html.Append("</tr>");
        }
        html.Append($"<tr><td>int8 file, C API<td><td>{Number(stages[^1].Macs)}<td><td><td><b>{Percent(accuracy.Accuracy)}</b></tr></table></div>");
        if (hasPaper)
            html.Append("<p class='soft'>Paper: Hong, Park, Kim, Image Classification on Resource-Constrained Microcontrollers, table II. Its FLOPs are multiply-accumulates.</p>");
    }

    private static void Curves(StringBuilder html, IReadOnlyList<StageReport> stages)
    {
        foreach (var stage in stages.Where(s => s.Epochs.Count > 0))
            html.Append($"<h2>Learning curve: {stage.Stage}</h2>").Append(Svg.Lines("epoch", " %",
            [
                ("training", "#c2571a", [.. stage.Epochs.Select(e => 100 * e.TrainingAccuracy)]),
                ("validation", "#2f6fde", [.. stage.Epochs.Select(e => 100 * e.ValidationAccuracy)]),
            ]));
    }

    private static void Confusion(StringBuilder html, EvaluationResult accuracy)
    {
        var classes = accuracy.ClassNames;
        html.Append("<h2>Classes</h2>");
        var bars = classes.Select((name, c) => (name, Share: (double)accuracy.Confusion[c][c] / Math.Max(1, accuracy.Confusion[c].Sum()))).ToArray();
        html.Append(Svg.Bars("accuracy of each class", [.. bars.Select(b => (b.name, 1.0, b.Share, Percent(b.Share)))]));
        if (classes.Count > LargestConfusion)
            return;
        html.Append("<h2>Confusion matrix</h2><p class='soft'>A row is the true class, a column the answer.</p><div class='wide'><table class='confusion'><tr><th>");
        foreach (var name in classes)
            html.Append($"<th>{Text(name)}");
        for (var c = 0; c < classes.Count; c++)
        {
            html.Append($"<tr><th>{Text(classes[c])}");
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
        html.Append($"<h2>Surest mistakes</h2><p class='soft'>{Number(accuracy.Mistakes.Count)} test images are wrong; these are the ones the model was surest of.</p><div class='mistakes'>");
        foreach (var mistake in accuracy.Mistakes.Take(MistakesShown))
        {
            using var png = new MemoryStream();
            new ImageWriter().WritePng(test.Image(mistake.Index).ToArray(), test.Size, test.Size, ColorComponents.RedGreenBlue, png);
            var (truth, answer) = (Text(accuracy.ClassNames[mistake.TrueClass]), Text(accuracy.ClassNames[mistake.Predicted]));
            html.Append(CultureInfo.InvariantCulture,
                $"<figure><img alt='{truth} taken for {answer}' src='data:image/png;base64,{Convert.ToBase64String(png.ToArray())}'><figcaption>{truth} &rarr; <b>{answer}</b> {mistake.ProbabilityPermille / 10.0:F1} %</figcaption></figure>");
        }
        html.Append("</div>");
    }

    private static void Pruning(StringBuilder html, NetworkSpec whole, NetworkSpec pruned)
    {
        var (before, after) = (new NetworkCost(whole), new NetworkCost(pruned));
        html.Append("<h2>Pruning</h2><p class='soft'>Output channels of each layer; the light part was removed.</p>");
        html.Append(Svg.Bars("channels kept of each layer", [.. before.Layers.Zip(after.Layers, (b, a) =>
            (b.Name, (double)b.OutputChannels, (double)a.OutputChannels, $"{a.OutputChannels} of {b.OutputChannels}"))]));
    }

    private static void Noise(StringBuilder html, IReadOnlyList<LayerNoise> noise, LogitAgreement agreement)
    {
        html.Append("<h2>Quantisation</h2><p class='soft'>Signal-to-noise ratio of each layer's int8 output against the same weights in float, in decibels; more is better.</p>");
        html.Append(Svg.Bars("signal-to-noise ratio of each layer", [.. noise.Select(n =>
            (n.Name, Math.Max(n.SignalToNoise, 0), Math.Max(n.SignalToNoise, 0), n.SignalToNoise.ToString("F1", CultureInfo.InvariantCulture) + " dB"))]));
        html.Append($"<p>{Text(char.ToUpperInvariant(agreement.ToString()[0]) + agreement.ToString()[1..])}.</p>");
    }

    private static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture) + " %";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
