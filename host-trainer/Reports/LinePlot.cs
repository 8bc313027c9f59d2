using System.Globalization;
using System.Text;
using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Reports;

/// <summary>Lines over a common x axis that starts at 1, as SVG text for pages that must stand alone.</summary>
internal static class LinePlot
{
    private const int Width = 460;
    private const int Height = 230;
    private const int Left = 44;
    private const int Bottom = 32;
    private const int Top = 8;
    private const int Right = 10;

    /// <param name="unit">Written behind the y axis' numbers.</param>
    /// <param name="limit">What no value can be beyond.</param>
    public static string Draw(
        string xLabel, string unit, IReadOnlyList<(string Name, double[] Values)> lines, double limit = double.PositiveInfinity)
    {
        var count = lines.Max(l => l.Values.Length);
        var y = Axis.Covering(lines.SelectMany(l => l.Values), Height - Bottom, Top, limit);
        var text = new StringBuilder("<figure>")
            .Append(Legend.Draw([.. lines.Select((l, i) => ($"dot{i}", F($"{l.Name} {l.Values[^1]:0.00}{unit}")))]));
        var description = string.Join(", ", lines.Select(l => l.Name)) + " by " + xLabel;
        text.Append(F($"<svg viewBox='0 0 {Width} {Height}' role='img' aria-label='{HtmlPage.Text(description)}'>"));
        foreach (var value in y.Ticks)
        {
            text.Append(F($"<line class='grid' x1='{Left}' x2='{Width - Right}' y1='{y.At(value):F1}' y2='{y.At(value):F1}'/>"));
            text.Append(F($"<text class='quiet' x='{Left - 6}' y='{y.At(value) + 4:F1}' "))
                .Append(F($"text-anchor='end'>{value:0.###}{unit}</text>"));
        }
        for (var x = 1; x <= count; x += Math.Max(1, (count + 9) / 10))
            text.Append(F($"<text class='quiet' x='{X(x - 1):F1}' y='{Height - Bottom + 15}' text-anchor='middle'>{x}</text>"));
        text.Append(F($"<text class='quiet' x='{Width - Right}' y='{Height - 3}' text-anchor='end'>{xLabel}</text>"));
        for (var i = 0; i < lines.Count; i++)
        {
            var values = lines[i].Values;
            var points = string.Join(' ', values.Select((v, x) => F($"{X(x):F1},{y.At(v):F1}")));
            text.Append(F($"<polyline class='line{i}' fill='none' stroke-width='2' points='{points}'/>"));
            if (values.Length == 1)
                text.Append(F($"<circle class='dot{i}' cx='{X(0):F1}' cy='{y.At(values[0]):F1}' r='3'/>"));
        }
        return text.Append("</svg></figure>").ToString();

        double X(int index) => Left + (count == 1 ? 0.5 : (double)index / (count - 1)) * (Width - Left - Right);
    }

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
