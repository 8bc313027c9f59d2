using System.Globalization;
using System.Text;
using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Reports;

/// <summary>A point of a <see cref="ScatterPlot"/>.</summary>
/// <param name="Series">Which colour it has, from 0; -1 draws a hollow diamond for a figure from elsewhere.</param>
/// <param name="Y">Where it stands; <paramref name="Values"/> are shown as small dots, their deviation as a bar.</param>
internal sealed record ScatterPoint(int Series, double X, double Y, double? Deviation, IReadOnlyList<double> Values,
    string Label);

/// <summary>Points over two axes, with labels that keep out of each other's way.</summary>
internal static class ScatterPlot
{
    private const int Height = 420;
    private const int Left = 48;
    private const int Right = 20;
    private const int Top = 14;
    private const int Bottom = 44;
    private const double CharacterWidth = 5.8;
    private const double LineHeight = 13;
    private const int LongestLabel = 48;

    // Letters keep their size: a phone gets a drawing of its own, not a smaller one.
    private const int RoomyWidth = 960;
    private const int NarrowWidth = 340;

    /// <param name="limit">What no y can be beyond.</param>
    public static string Draw(
        string description, string xLabel, string yLabel, IReadOnlyList<string> series, IReadOnlyList<ScatterPoint> points,
        double limit)
    {
        var entries = series.Select((name, i) => ($"dot{i}", name)).Where((_, i) => points.Any(p => p.Series == i)).ToList();
        if (points.Any(p => p.Series < 0))
            entries.Add((Legend.Paper, "paper"));
        return $"<figure>{Legend.Draw(entries)}{Draw("roomy", RoomyWidth)}{Draw("narrow", NarrowWidth)}</figure>";

        string Draw(string screen, int width) => Plot(screen, width, $"{description}: {yLabel} by {xLabel}", xLabel, yLabel,
            points, limit);
    }

    private static string Plot(
        string screen, int width, string description, string xLabel, string yLabel, IReadOnlyList<ScatterPoint> points,
        double limit)
    {
        var x = Axis.Covering(points.Select(p => p.X), Left, width - Right);
        var y = Axis.Covering(
            points.SelectMany(p => p.Values.Concat([p.Y - (p.Deviation ?? 0), Math.Min(p.Y + (p.Deviation ?? 0), limit)])),
            Height - Bottom, Top, limit);
        var svg = new StringBuilder(
            F($"<svg class='{screen}' viewBox='0 0 {width} {Height}' role='img' aria-label='{HtmlPage.Text(description)}'>"));
        foreach (var value in y.Ticks)
            svg.Append(F($"<line class='grid' x1='{Left}' x2='{width - Right}' y1='{y.At(value):F1}' "))
                .Append(F($"y2='{y.At(value):F1}'/><text class='quiet' x='{Left - 6}' y='{y.At(value) + 4:F1}' "))
                .Append(F($"text-anchor='end'>{value:0.##}</text>"));
        foreach (var value in x.Ticks)
            svg.Append(F($"<line class='grid' x1='{x.At(value):F1}' x2='{x.At(value):F1}' y1='{Top}' "))
                .Append(F($"y2='{Height - Bottom}'/><text class='quiet' x='{x.At(value):F1}' y='{Height - Bottom + 15}' "))
                .Append(F($"text-anchor='middle'>{value:0.##}</text>"));
        svg.Append(F($"<text class='quiet' x='{width - Right}' y='{Height - 8}' text-anchor='end'>{xLabel}</text>"));
        svg.Append(F($"<text class='quiet' x='4' y='{Height - 8}'>&#x2191; {yLabel}</text>"));
        var taken = points.Select(p => new Box(x.At(p.X) - 6, y.At(p.Y) - 6, 12, 12)).ToList();
        foreach (var point in points)
            Point(svg, point, x, y, limit);
        foreach (var point in points.OrderBy(p => p.Series))
            Label(svg, point, x, y, width, taken);
        return svg.Append("</svg>").ToString();
    }

    private static void Point(StringBuilder svg, ScatterPoint point, Axis x, Axis y, double limit)
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
            svg.Append(F($"<line class='line{point.Series}' stroke-width='1.5' x1='{left:F1}' x2='{left:F1}' "))
                .Append(F($"y1='{y.At(point.Y - deviation):F1}' y2='{y.At(Math.Min(point.Y + deviation, limit)):F1}'/>"));
        svg.Append(F($"<circle class='dot{point.Series}' cx='{left:F1}' cy='{top:F1}' "))
            .Append(F($"r='4.5'><title>{HtmlPage.Text(point.Label)}</title></circle>"));
    }

    // Beside its point, right or left; where that is taken, a line further up or down.
    private static void Label(StringBuilder svg, ScatterPoint point, Axis x, Axis y, int right, List<Box> taken)
    {
        var label = point.Label.Length <= LongestLabel ? point.Label : point.Label[..(LongestLabel - 1)] + "…";
        var width = CharacterWidth * label.Length;
        var (left, top) = (x.At(point.X), y.At(point.Y));
        for (var step = 0; step < 40; step++)
        {
            var shift = (step / 4 + 1) / 2 * LineHeight * (step / 4 % 2 == 0 ? 1 : -1);
            var isRight = step % 2 == 0;
            var box = new Box(isRight ? left + 9 : left - 9 - width, top - (LineHeight / 2) + shift, width, LineHeight);
            if (box.X < Left || box.X + width > right || box.Y < Top - 8 || box.Y + LineHeight > Height - Bottom
                || taken.Any(box.Meets))
                continue;
            taken.Add(box);
            svg.Append(F($"<text x='{box.X:F1}' y='{box.Y + LineHeight - 3:F1}'>{HtmlPage.Text(label)}</text>"));
            return;
        }
    }

    private static string Diamond(double x, double y) => F($"<path class='paper' d='M{x - 5:F1} {y:F1}l5 -5 5 5 -5 5z'/>");

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Box(double X, double Y, double Width, double Height)
    {
        public bool Meets(Box other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height
            && other.Y < Y + Height;
    }
}
