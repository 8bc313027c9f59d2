using System.Globalization;
using System.Text;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Checkpoints;

namespace TinyClassify.Trainer.Reports;

/// <summary>Many runs as one table and one plot of accuracy against multiply-accumulates.</summary>
internal static class MergedReport
{
    private static readonly string[] s_stages = [.. RunStages.Trained, MergedRuns.File];

    public static string Page(MergedRuns merged)
    {
        var page = new HtmlPage("Runs",
            $"{HtmlPage.Count(merged.Runs, "run folder")}. Settings are chosen by the images kept back for "
            + "validation; top-1 on the test images is shown of the chosen one alone, since whoever chooses by test images "
            + "measures nothing with them. "
            + "Figures over several seeds are mean ± standard deviation of the sample (n - 1), where n counts seeds.");
        page.Section("Accuracy against multiply-accumulates")
            .Add(ScatterPlot.Draw("validation accuracy", "multiply-accumulates, millions", "validation accuracy, %",
            [.. s_stages.Select(Name)], Points(merged), limit: 100));
        page.Section("Table").AddWide("Runs", Rows(merged));
        page.Add("<p class='soft' style='margin-top:.6rem'>quantize is the simulation in float, int8 file what the C API "
            + "computes with integers; its validation is the simulation's.");
        return page.Add(merged.IsCifar10 ? $" Paper: {PaperFigures.Source}</p>" : "</p>").End();
    }

    /// <summary>The table for a console.</summary>
    public static string Table(MergedRuns merged)
    {
        string[] heads = ["stage", "setting", "n", "seeds", "multiply-accumulates", "parameters", "file bytes", "validation",
            "test", .. merged.IsCifar10 ? (string[])["paper"] : []];
        var rows = merged.Rows.Select(r => (string[])
        [
            Name(r.Stage), r.Setting, $"{r.Runs}", string.Join(',', r.Seeds), HtmlPage.Number(r.Macs),
            HtmlPage.Number(r.Parameters),
            r.FileBytes is { } bytes ? HtmlPage.Number(bytes) : "", r.Validation.Percent, Test(r),
            .. merged.IsCifar10 ? (string[])[PaperFigures.Of(r.Stage) is { } paper
                ? string.Create(CultureInfo.InvariantCulture, $"{paper.Accuracy:F2} %") : ""] : [],
        ]).Prepend(heads).ToArray();
        var widths = heads.Select((_, column) => rows.Max(r => r[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
            text.AppendLine(string.Join("  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column])
                : cell.PadLeft(widths[column]))).TrimEnd());
        return text.ToString();
    }

    private static string Rows(MergedRuns merged)
    {
        var html = new StringBuilder("<table><tr><th>stage<th class='text'>setting<th>n<th>seeds<th>multiply-<br>accumulates"
            + "<th>parameters<th>file,<br>bytes<th>validation<th>test");
        html.Append(merged.IsCifar10 ? "<th>paper:<br>multiply-<br>accumulates<th>paper:<br>test</tr>" : "</tr>");
        foreach (var row in merged.Rows)
        {
            html.Append($"<tr><td>{Name(row.Stage)}<td class='text'>{HtmlPage.Text(row.Setting)}<td>{row.Runs}");
            html.Append($"<td>{string.Join(", ", row.Seeds)}<td>{HtmlPage.Number(row.Macs)}");
            html.Append($"<td>{HtmlPage.Number(row.Parameters)}");
            html.Append($"<td>{(row.FileBytes is { } bytes ? HtmlPage.Number(bytes) : "")}");
            html.Append($"<td>{row.Validation.Percent}<td><b>{Test(row)}</b>");
            if (merged.IsCifar10 && PaperFigures.Of(row.Stage) is { } paper)
                html.Append(CultureInfo.InvariantCulture, $"<td>{HtmlPage.Number(paper.Macs)}<td>{paper.Accuracy:F2} %");
            html.Append("</tr>");
        }
        return html.Append("</table>").ToString();
    }

    private static List<ScatterPoint> Points(MergedRuns merged)
    {
        var points = merged.Rows.Select(row => new ScatterPoint(
            Array.IndexOf(s_stages, row.Stage), row.Macs / 1e6, 100 * row.Validation.Mean, 100 * row.Validation.Deviation,
            [.. row.Validation.Values.Select(v => 100 * v)], row.Setting.Length > 0 ? row.Setting : Name(row.Stage))).ToList();
        if (merged.IsCifar10)
            points.AddRange(new[] { RunStages.Train, RunStages.Prune,
                RunStages.Quantize }.Select(stage => (stage, PaperFigures.Of(stage)!.Value))
                .Select(p => new ScatterPoint(-1, p.Value.Macs / 1e6, p.Value.Accuracy, null, [], $"paper: {p.stage}, test")));
        return points;
    }

    private static string Test(MergedRow row) => row.IsChosen ? row.Test.Percent : "";

    private static string Name(string stage) => stage == MergedRuns.File ? "int8 file" : stage;
}
