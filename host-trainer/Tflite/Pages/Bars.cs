using System.Globalization;
using System.Text;

namespace TinyClassify.Tflite;

/// <summary>One bar of <see cref="Bars"/>.</summary>
/// <param name="Name">Plain text, of any length: it wraps.</param>
/// <param name="Whole">Length of the pale bar; 0 or more.</param>
/// <param name="Part">Length of the strong bar within it.</param>
/// <param name="Figure">Plain text behind the bar.</param>
public sealed record Bar(string Name, double Whole, double Part, string Figure);

/// <summary>Horizontal bars as HTML: names and figures are text, so that nothing is cut off and a narrow screen shows them as
/// large.</summary>
public static class Bars
{
    /// <param name="largest">Length of the longest bar there could be; null for that of those given.</param>
    public static string Draw(string description, IReadOnlyList<Bar> bars, double? largest = null)
    {
        double full = largest ?? Math.Max(bars.Select(b => b.Whole).DefaultIfEmpty().Max(), 1e-9);
        var html = new StringBuilder($"<h3 class='visually-hidden'>{HtmlPage.Text(description)}</h3><dl class='bars'>");
        foreach (Bar bar in bars)
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{HtmlPage.Text(bar.Name)}</dt><dd class='bar' aria-hidden='true' ");
            html.Append(CultureInfo.InvariantCulture,
                $"style='--part:{100 * bar.Part / full:F1}%;--whole:{100 * bar.Whole / full:F1}%'></dd>");
            html.Append($"<dd>{HtmlPage.Text(bar.Figure)}</dd>");
        }

        return html.Append("</dl>").ToString();
    }
}
