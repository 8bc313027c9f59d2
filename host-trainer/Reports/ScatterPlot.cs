using System.Globalization;
using System.Net;
using System.Text;

namespace TinyClassify.Trainer.Reports;

/// <summary>A point of a <see cref="ScatterPlot"/>.</summary>
/// <param name="Series">Which colour it has, from 0; -1 draws a hollow diamond for a figure from elsewhere.</param>
/// <param name="Y">Where it stands; <paramref name="Values"/> are shown as small dots, their deviation as a bar.</param>
internal sealed record ScatterPoint(int Series, double X, double Y, double? Deviation, IReadOnlyList<double> Values, string Label);

/// <summary>Points over two axes, with labels that keep out of each other's way.</summary>
internal static class ScatterPlot
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 56;
    private const int Right = 20;
    private const int Top = 28;
    private const int Bottom = 44;
    private const double CharacterWidth = 5.8;
    private const double LineHeight = 13;
    private const int LongestLabel = 48;

    public static string Draw(string description, string xLabel, string yLabel, IReadOnlyList<string> series, IReadOnlyList<ScatterPoint> points)
    {
        var x = Axis.Covering(points.Select(p => p.X), Left, Width - Right);
        var y = Axis.Covering(points.SelectMany(p => p.Values.Concat([p.Y - (p.Deviation ?? 0), p.Y + (p.Deviation ?? 0)])), Height - Bottom, Top);
        var svg = new StringBuilder(F($"<svg viewBox='0 0 {Width} {Height}' style='max-width:56rem' role='img' aria-label='{WebUtility.HtmlEncode(description)}'>"));
        foreach (var value in y.Ticks)
            svg.Append(F($"<line class='grid' x1='{Left}' x2='{Width - Right}' y1='{y.At(value):F1}' y2='{y.At(value):F1}'/><text x='{Left - 6}' y='{y.At(value) + 4:F1}' text-anchor='end'>{value:0.##}</text>"));
        foreach (var value in x.Ticks)
            svg.Append(F($"<line class='grid' x1='{x.At(value):F1}' x2='{x.At(value):F1}' y1='{Top}' y2='{Height - Bottom}'/><text x='{x.At(value):F1}' y='{Height - Bottom + 15}' text-anchor='middle'>{value:0.##}</text>"));
        svg.Append(F($"<text x='{Width - Right}' y='{Height - 8}' text-anchor='end'>{xLabel}</text><text x='4' y='{Top - 14}'>{yLabel}</text>"));
        Legend(svg, series, points.Any(p => p.Series < 0));
        var taken = points.Select(p => new Box(x.At(p.X) - 6, y.At(p.Y) - 6, 12, 12)).ToList();
        foreach (var point in points)
            Point(svg, point, x, y);
        foreach (var point in points.OrderBy(p => p.Series))
            Label(svg, point, x, y, taken);
        return svg.Append("</svg>").ToString();
    }

    private static void Legend(StringBuilder svg, IReadOnlyList<string> series, bool hasPaper)
    {
        double x = Left + 150;
        for (var i = 0; i < series.Count; i++)
        {
            svg.Append(F($"<circle class='dot{i}' cx='{x:F1}' cy='{Top - 18}' r='4'/><text x='{x + 8:F1}' y='{Top - 14}'>{WebUtility.HtmlEncode(series[i])}</text>"));
            x += 28 + (CharacterWidth * series[i].Length);
        }
        if (hasPaper)
            svg.Append(F($"{Diamond(x, Top - 18)}<text x='{x + 8:F1}' y='{Top - 14}'>paper</text>"));
    }

    private static void Point(StringBuilder svg, ScatterPoint point, Axis x, Axis y)
    {
        var (left, top) = (x.At(point.X), y.At(point.Y));
        if (point.Series < 0)
        {
            svg.Append(Diamond(left, top));
            return;
        }
        foreach (var value in point.Values)
            svg.Append(F($"<circle class='dot{point.Series}' opacity='0.35' cx='{left:F1}' cy='{y.At(value):F1}' r='2.5'/>"));
        if (point.Deviation is { } deviation)
            svg.Append(F($"<line class='line{point.Series}' stroke-width='1.5' x1='{left:F1}' x2='{left:F1}' y1='{y.At(point.Y - deviation):F1}' y2='{y.At(point.Y + deviation):F1}'/>"));
        svg.Append(F($"<circle class='dot{point.Series}' cx='{left:F1}' cy='{top:F1}' r='4.5'><title>{WebUtility.HtmlEncode(point.Label)}</title></circle>"));
    }

    // Beside its point, right or left; where that is taken, a line further up or down.
    private static void Label(StringBuilder svg, ScatterPoint point, Axis x, Axis y, List<Box> taken)
    {
        var label = point.Label.Length <= LongestLabel ? point.Label : point.Label[..(LongestLabel - 1)] + "…";
        var width = CharacterWidth * label.Length;
        var (left, top) = (x.At(point.X), y.At(point.Y));
        for (var step = 0; step < 40; step++)
        {
            var shift = (step / 4 + 1) / 2 * LineHeight * (step / 4 % 2 == 0 ? 1 : -1);
            var isRight = step % 2 == 0;
            var box = new Box(isRight ? left + 9 : left - 9 - width, top - (LineHeight / 2) + shift, width, LineHeight);
            if (box.X < Left || box.X + width > Width || box.Y < Top - 8 || box.Y + LineHeight > Height - Bottom || taken.Any(box.Meets))
                continue;
            taken.Add(box);
            svg.Append(F($"<text x='{box.X:F1}' y='{box.Y + LineHeight - 3:F1}'>{WebUtility.HtmlEncode(label)}</text>"));
            return;
        }
    }

    private static string Diamond(double x, double y) => F($"<path class='paper' d='M{x - 5:F1} {y:F1}l5 -5 5 5 -5 5z'/>");

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public bool Meets(Box other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
    }
}
