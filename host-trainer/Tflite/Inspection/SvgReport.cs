using System.Globalization;
using System.Security;
using System.Text;

namespace TinyClassify.Tflite;

/// <summary>A drawing of the graph, one row an operator, with the memory in use beside it. Plain SVG 1.1, no scripts. A red frame
/// is the peak of memory, an amber box an operator that our engine has no kernel for.</summary>
public static class SvgReport
{
    // Pixels.
    private const int RowHeight = 30;
    private const int BoxHeight = 22;
    private const int Top = 58;
    private const int BoxLeft = 120;
    private const int BoxWidth = 380;
    private const int BarLeft = 530;
    private const int BarWidth = 400;
    private const int Width = BarLeft + BarWidth + 110;

    // Letters.
    private const int LongestName = 50;

    // Attributes say how it looks on a light screen; a style is stronger than they are.
    private const string DarkStyle = """
        <style>@media (prefers-color-scheme: dark) {
          .ground { fill: #171d23 } .box { fill: #25303a } .refused { fill: #5e4500 } text { fill: #eef2f6 } .edge { stroke: #9aa7b4 }
        }</style>

        """;

    private static readonly string[] s_fills =
        ["#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#b07aa1", "#edc948", "#9c755f", "#ff9da7", "#bab0ac"];

    public static string Write(ModelInspection inspection)
    {
        TfliteSubgraph graph = inspection.Graph;
        int height = Top + (graph.Operators.Length * RowHeight) + 20;
        bool refused = graph.Operators.Any(op => !RuntimeSupport.HasEngineKernel(op.Name));
        var svg = new StringBuilder();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} "
            + $"{height}\" ");
        svg.Append("font-family=\"DejaVu Sans, Arial, sans-serif\" font-size=\"12\">\n");
        svg.Append(DarkStyle);
        svg.Append($"<rect class=\"ground\" width=\"{Width}\" height=\"{height}\" fill=\"white\"/>\n");
        Text(svg, BoxLeft, 22, Title(inspection), "start", "font-weight=\"bold\" font-size=\"14\"");
        string operators = "operators in execution order" + (refused ? "; amber: no kernel in our engine" : "");
        Text(svg, BoxLeft, 44, operators, "start", "fill=\"#555\"");
        string memory = $"bytes of activations, a colour a tensor; peak {Describe.Number(inspection.Memory.PeakBytes)} (red "
            + "frame)";
        Text(svg, BarLeft, 44, memory, "start", "fill=\"#555\"");
        AppendEdges(svg, graph);
        int[] colours = Colours(inspection.Memory);
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            AppendBox(svg, inspection, i);
            AppendBar(svg, inspection, colours, i);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Title(ModelInspection inspection) =>
        $"{Shortened(inspection.Model.Description.TrimEnd('.'))}: {Describe.Number(inspection.Macs)} multiply-accumulates, " +
        $"{Describe.Number(inspection.ConstantBytes)} bytes of constants";

    // What leaves room for the figures behind it.
    private static string Shortened(string name) =>
        name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName - 1), "\u2026");

    private static void AppendBox(StringBuilder svg, ModelInspection inspection, int index)
    {
        TfliteSubgraph graph = inspection.Graph;
        TfliteOperator op = graph.Operators[index];
        string shape = op.Outputs.Length > 0 ? Describe.Shape(graph.Tensors[op.Outputs[0]]) : "";
        int y = Row(index);
        string border = index == inspection.Memory.PeakOperator ? "#c00000" : "#888";
        svg.Append($"<rect x=\"{BoxLeft}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" ");
        string look = RuntimeSupport.HasEngineKernel(op.Name) ? "class=\"box\" fill=\"#f4f4f4\""
            : "class=\"refused\" fill=\"#ffe3a8\"";
        svg.Append($"rx=\"4\" {look} stroke=\"{border}\"/>\n");
        Text(svg, BoxLeft + 8, y + 15, $"{index} {op.Name} {Describe.Window(graph, op)}", "start");
        Text(svg, BoxLeft + BoxWidth - 8, y + 15, shape, "end", "fill=\"#555\"");
    }

    // Tensors that live at the same time have different colours, as long as there are enough.
    private static int[] Colours(MemoryProfile memory)
    {
        var colours = new int[memory.Lifetimes.Length];
        var living = new List<int>();
        int next = 0;
        foreach (int i in Enumerable.Range(0, colours.Length).OrderBy(i => memory.Lifetimes[i].FirstOperator))
        {
            living.RemoveAll(j => memory.Lifetimes[j].LastOperator < memory.Lifetimes[i].FirstOperator);
            HashSet<int> taken = [.. living.Select(j => colours[j])];
            colours[i] = Enumerable.Range(next, s_fills.Length).Select(c => c % s_fills.Length)
                .FirstOrDefault(c => !taken.Contains(c), next);
            next = (colours[i] + 1) % s_fills.Length;
            living.Add(i);
        }

        return colours;
    }

    private static void AppendBar(StringBuilder svg, ModelInspection inspection, int[] colours, int index)
    {
        double perByte = BarWidth / (double)Math.Max(inspection.Memory.PeakBytes, 1);
        double x = BarLeft;
        for (int i = 0; i < colours.Length; i++)
        {
            TensorLifetime life = inspection.Memory.Lifetimes[i];
            if (index < life.FirstOperator || life.LastOperator < index)
                continue;
            double width = life.Bytes * perByte;
            svg.Append(string.Create(CultureInfo.InvariantCulture,
                $"<rect x=\"{x:F1}\" y=\"{Row(index)}\" width=\"{width:F1}\" height=\"{BoxHeight}\" "));
            svg.Append($"fill=\"{s_fills[colours[i]]}\" stroke=\"white\">");
            svg.Append($"<title>{Escape(inspection.Graph.Tensors[life.Tensor].Name)}: {Describe.Number(life.Bytes)} "
                + "bytes</title></rect>\n");
            x += width;
        }

        Text(svg, x + 6, Row(index) + 15, Describe.Number(inspection.Memory.LiveBytes[index]), "start");
    }

    // A line from each operator to each that reads its output; those that skip rows bend out to the left.
    private static void AppendEdges(StringBuilder svg, TfliteSubgraph graph)
    {
        var makers = new Dictionary<int, int>();
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            foreach (int tensor in graph.Operators[i].Inputs.Distinct())
            {
                if (makers.TryGetValue(tensor, out int from))
                    AppendEdge(svg, from, i);
            }

            foreach (int tensor in graph.Operators[i].Outputs)
                makers[tensor] = i;
        }
    }

    private static void AppendEdge(StringBuilder svg, int from, int to)
    {
        int start = Row(from) + BoxHeight;
        int end = Row(to);
        if (to == from + 1)
        {
            int x = BoxLeft + (BoxWidth / 2);
            svg.Append($"<path d=\"M{x} {start}V{end}\" class=\"edge\" stroke=\"#555\" fill=\"none\"/>\n");
            return;
        }

        int bend = BoxLeft - Math.Min(100, 14 * (to - from));
        int startY = start - (BoxHeight / 2);
        int endY = end + (BoxHeight / 2);
        svg.Append($"<path d=\"M{BoxLeft} {startY}C{bend} {startY} {bend} {endY} {BoxLeft} {endY}\" class=\"edge\" "
            + "stroke=\"#555\" fill=\"none\"/>\n");
    }

    private static int Row(int index) => Top + (index * RowHeight);

    private static void Text(StringBuilder svg, double x, int y, string text, string anchor, string attributes = "") =>
        svg.Append(string.Create(CultureInfo.InvariantCulture,
            $"<text x=\"{x:F1}\" y=\"{y}\" text-anchor=\"{anchor}\" {attributes}>{Escape(text)}</text>\n"));

    // XML knows no control characters, not even escaped, nor half a surrogate pair.
    internal static string Escape(string text) =>
        SecurityElement.Escape(string.Concat(Describe.Printable(text).EnumerateRunes().Select(r => r.ToString())));
}
