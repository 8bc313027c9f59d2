using System.Globalization;
using System.Net;
using System.Text;

namespace TinyClassify.Trainer.Reports;

/// <summary>Small plots as SVG text, for pages that must stand alone.</summary>
internal static class Svg
{
    private const int Width = 480;
    private const int Height = 230;
    private const int Left = 44;
    private const int Bottom = 32;
    private const int Top = 12;
    private const int Right = 116;

    /// <summary>Lines over a common x axis that starts at 1.</summary>
    /// <param name="unit">Written behind the y axis' numbers.</param>
    public static string Lines(string xLabel, string unit, IReadOnlyList<(string Name, double[] Values)> lines)
    {
        var count = lines.Max(l => l.Values.Length);
        var y = Axis.Covering(lines.SelectMany(l => l.Values), Height - Bottom, Top);
        var text = Open(Width, Height, string.Join(", ", lines.Select(l => l.Name)) + " by " + xLabel);
        foreach (var value in y.Ticks)
        {
            text.Append(F($"<line class='grid' x1='{Left}' x2='{Width - Right}' y1='{y.At(value):F1}' y2='{y.At(value):F1}'/>"));
            text.Append(F($"<text x='{Left - 6}' y='{y.At(value) + 4:F1}' text-anchor='end'>{value:0.###}{unit}</text>"));
        }
        for (var x = 1; x <= count; x += Math.Max(1, (count + 9) / 10))
            text.Append(F($"<text x='{X(x - 1):F1}' y='{Height - 12}' text-anchor='middle'>{x}</text>"));
        text.Append(F($"<text x='{Width - Right + 8}' y='{Height - 12}'>{xLabel}</text>"));
        var labels = lines.Select(l => y.At(l.Values[^1])).ToArray();
        for (var i = 0; i < lines.Count; i++)
        {
            var (name, values) = lines[i];
            var points = string.Join(' ', values.Select((v, x) => F($"{X(x):F1},{y.At(v):F1}")));
            text.Append(F($"<polyline class='line{i}' fill='none' stroke-width='2' points='{points}'/>"));
            if (values.Length == 1)
                text.Append(F($"<circle class='dot{i}' cx='{X(0):F1}' cy='{y.At(values[0]):F1}' r='3'/>"));
            // Labels stand beside the lines' ends, moved apart where they would overlap.
            var at = labels[i] + labels.Take(i).Count(other => Math.Abs(other - labels[i]) < 14) * 14;
            text.Append(F($"<text class='dot{i}' x='{Width - Right + 8}' y='{at + 4:F1}'>{WebUtility.HtmlEncode(name)} {values[^1]:0.00}{unit}</text>"));
        }
        return text.Append("</svg>").ToString();

        double X(int index) => Left + (count == 1 ? 0.5 : (double)index / (count - 1)) * (Width - Left - Right);
    }

    /// <summary>Horizontal bars; the light part is <c>Whole</c>, the dark part <c>Part</c>.</summary>
    public static string Bars(string description, IReadOnlyList<(string Name, double Whole, double Part, string Label)> bars)
    {
        const int row = 18, labels = 110, numbers = 130;
        var largest = Math.Max(bars.Max(b => b.Whole), 1e-9);
        var text = Open(Width, bars.Count * row + 4, description);
        for (var i = 0; i < bars.Count; i++)
        {
            var (name, whole, part, label) = bars[i];
            var scale = (Width - labels - numbers) / largest;
            var y = (i * row) + 3;
            text.Append(F($"<text x='{labels - 8}' y='{y + 11}' text-anchor='end'>{WebUtility.HtmlEncode(name)}</text>"));
            text.Append(F($"<rect class='whole' x='{labels}' y='{y}' height='{row - 5}' width='{whole * scale:F1}'/>"));
            text.Append(F($"<rect class='part' x='{labels}' y='{y}' height='{row - 5}' width='{part * scale:F1}'/>"));
            text.Append(F($"<text x='{Width - numbers + 8}' y='{y + 11}'>{WebUtility.HtmlEncode(label)}</text>"));
        }
        return text.Append("</svg>").ToString();
    }

    private static StringBuilder Open(int width, int height, string description) => new(
        F($"<svg viewBox='0 0 {width} {height}' role='img' aria-label='{WebUtility.HtmlEncode(description)}'>"));

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
