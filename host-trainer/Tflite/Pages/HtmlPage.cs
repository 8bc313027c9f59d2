using System.Globalization;
using System.Net;
using System.Text;

namespace TinyClassify.Tflite;

/// <summary>A page that needs nothing beside it, in the look that all our pages share; and numbers as its text shows
/// them.</summary>
public sealed class HtmlPage
{
    private static readonly Lazy<string> s_style = new(ReadStyle);

    private readonly StringBuilder _html = new();
    private bool _isInSection;

    /// <param name="title">Of the window and over the page; plain text.</param>
    /// <param name="summary">HTML below the title: what a reader wants to know first.</param>
    public HtmlPage(string title, string summary)
    {
        _html.Append("<!doctype html>\n<html lang='en'><head><meta charset='utf-8'><meta name='viewport' "
            + "content='width=device-width, initial-scale=1'>");
        _html.Append($"<title>{Text(title)}</title><style>\n{s_style.Value}</style></head>\n");
        _html.Append($"<body><header><h1>{Text(title)}</h1><p class='soft'>{summary}</p></header><main>\n");
    }

    /// <summary>Begins a panel.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="explanation">HTML in small letters below it; empty for none.</param>
    public HtmlPage Section(string title, string explanation = "")
    {
        EndSection();
        _html.Append($"<section><h2>{Text(title)}</h2>");
        if (explanation.Length > 0)
            _html.Append($"<p class='soft'>{explanation}</p>");
        _isInSection = true;
        return this;
    }

    /// <summary>Adds HTML to the panel.</summary>
    public HtmlPage Add(string html)
    {
        _html.Append(html);
        return this;
    }

    /// <summary>Adds something that may be wider than a phone: it scrolls in its own box, by keyboard too.</summary>
    public HtmlPage AddWide(string name, string html) =>
        Add($"<div class='wide' role='region' tabindex='0' aria-label='{Text(name)}'>{html}</div>");

    /// <summary>The whole page.</summary>
    public string End()
    {
        EndSection();
        return _html.Append("</main></body></html>\n").ToString();
    }

    public static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture) + " %";

    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Plain text as HTML shows it, in an attribute too. Control characters, which no page can hold, become
    /// '?'.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(Describe.Printable(text)).Replace("'", "&#39;");

    /// <summary>The same for several lines.</summary>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(Text));

    /// <summary>"1 run", "2 runs".</summary>
    public static string Count(int count, string one) => $"{Number(count)} {one}{(count == 1 ? "" : "s")}";

    private void EndSection()
    {
        if (_isInSection)
            _html.Append("</section>\n");
        _isInSection = false;
    }

    private static string ReadStyle()
    {
        using var style = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream("look.css")
            ?? throw new InvalidOperationException("the pages' look is not part of the program"));
        return style.ReadToEnd();
    }
}
