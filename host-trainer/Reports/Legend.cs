using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Reports;

/// <summary>What a plot's marks mean, as text above it: it wraps where a screen is narrow.</summary>
internal static class Legend
{
    public const string Paper = "paper";

    /// <param name="entries">Class of the mark in the pages' look, and its meaning as plain text.</param>
    public static string Draw(IReadOnlyList<(string Mark, string Meaning)> entries) =>
        "<figcaption class='legend'>" + string.Concat(entries.Select(e =>
            $"<span><svg viewBox='0 0 12 12' aria-hidden='true'>{Mark(e.Mark)}</svg>{HtmlPage.Text(e.Meaning)}</span>"))
            + "</figcaption>";

    private static string Mark(string mark) =>
        mark == Paper ? "<path class='paper' d='M1 6l5 -5 5 5 -5 5z'/>" : $"<circle class='{mark}' cx='6' cy='6' r='5'/>";
}
