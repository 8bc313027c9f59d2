using System.Globalization;

namespace TinyClassify.Tflite;

/// <summary>One self-contained page: who runs a model, where its time and memory go, how its weights are spread, and the table of
/// <see cref="TextReport"/>.</summary>
public static class HtmlReport
{
    private const int LongestName = 48;

    /// <param name="counted">What was counted for this very model; null where nothing was.</param>
    public static string Write(ModelInspection inspection, InstructionCount? counted = null)
    {
        TfliteModel model = inspection.Model;
        string title = string.IsNullOrWhiteSpace(model.Description) ? "A .tflite file" : model.Description;
        var page = new HtmlPage(title,
            $"{HtmlPage.Number(model.FileBytes)} bytes, {HtmlPage.Count(inspection.Graph.Operators.Length, "operator")}, "
            + $"{HtmlPage.Number(inspection.Macs)} multiply-accumulates, {HtmlPage.Number(inspection.Memory.PeakBytes)} bytes "
            + "of activations at the peak");
        page.Section("Who runs it").Add("<ul>");
        foreach (RuntimeSupport runtime in inspection.Runtimes)
            page.Add($"<li><b>{HtmlPage.Text(runtime.Runtime)}</b>: "
                + $"{(runtime.Obstacle is null ? "yes" : "no. " + HtmlPage.Text(runtime.Obstacle))}</li>");
        page.Add("</ul>");
        Time(page, inspection, counted);
        page.Section("Memory over time",
            "The graph in execution order; beside each operator the activations that live while it runs, a colour a tensor.")
            .AddWide("The graph and its memory", $"<div style='min-width:52rem'>{SvgReport.Write(inspection)}</div>");
        Ranges(page, inspection);
        return page.Section("Operators").AddWide("Operators", $"<pre>{HtmlPage.Lines(TextReport.Write(inspection))}</pre>").End();
    }

    private static void Time(HtmlPage page, ModelInspection inspection, InstructionCount? counted)
    {
        int count = inspection.Graph.Operators.Length;
        bool isCounted = counted is not null && counted.Operators.Length == count;
        long[] costs = [.. Enumerable.Range(0, count)
            .Select(i => isCounted ? counted!.Operators[i] : inspection.Costs[i].Macs ?? 0)];
        double sum = Math.Max(1, costs.Sum(cost => (double)cost));
        page.Section("Time by operator", isCounted
            ? $"Instructions of one inference on a Cortex-M7, counted under QEMU: {HtmlPage.Number(sum)}. At one a cycle and "
            + "216 MHz that is about "
                + (sum / 216_000).ToString("F0", CultureInfo.InvariantCulture) + " ms."
            : "Multiply-accumulates, which most of the time goes with; instructions were not counted for this model "
            + "(./build.sh bench).");
        page.Add(Bars.Draw("cost of each operator", [.. costs.Select((cost, i) => new Bar(Name(inspection.Graph, i), cost, cost,
            HtmlPage.Number(cost) + (100 * cost / sum).ToString(" (0.0 '%)'", CultureInfo.InvariantCulture)))]));
    }

    private static void Ranges(HtmlPage page, ModelInspection inspection)
    {
        IReadOnlyList<WeightRange> ranges = WeightRange.Of(inspection.Graph);
        if (ranges.Count == 0)
            return;
        page.Section("Ranges of the weights",
            "Smallest and largest weight as real numbers. Where the channels of a layer differ much, a scale each keeps the "
            + "small ones precise: "
            + "the share is the narrowest channel's of the widest.");
        double largest = Math.Max(1e-9, ranges.Max(r => Math.Max(Math.Abs(r.Lowest), Math.Abs(r.Highest))));
        page.Add("<dl class='bars'>");
        foreach (WeightRange range in ranges)
        {
            string Place(double value) => (50 + (50 * value / largest)).ToString("F1", CultureInfo.InvariantCulture);
            string figure = string.Create(CultureInfo.InvariantCulture, $"{range.Lowest:0.###} to {range.Highest:0.###}");
            if (range.NarrowestShare < 1)
                figure += string.Create(CultureInfo.InvariantCulture, $", channels from {range.NarrowestShare:0.00}");
            page.Add($"<dt>{HtmlPage.Text(Name(inspection.Graph, range.Operator))}</dt>")
                .Add("<dd class='bar range' aria-hidden='true' ");
            page.Add($"style='--from:{Place(range.Lowest)}%;--to:{Place(range.Highest)}%'></dd><dd>{HtmlPage.Text(figure)}</dd>");
        }

        page.Add("</dl>");
    }

    // As the trainer's reports name it; a name that a converter put together of many is no help, and the operator's stands for
    // it.
    private static string Name(TfliteSubgraph graph, int index)
    {
        TfliteOperator op = graph.Operators[index];
        string name = op.Outputs.Length > 0 ? graph.Tensors[op.Outputs[0]].Name : "";
        return name.Length is 0 or > LongestName || name.Contains(';') ? $"{index} {op.Name}" : $"{index} {name}";
    }
}
