using System.Text;

namespace TinyClassify.Tflite;

/// <summary>One self-contained page: the drawing of <see cref="SvgReport"/> and the table of <see cref="TextReport"/>.</summary>
public static class HtmlReport
{
    public static string Write(ModelInspection inspection)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        page.Append($"<title>{SvgReport.Escape(inspection.Model.Description)}</title>\n");
        page.Append("<style>body{font-family:DejaVu Sans,Arial,sans-serif;margin:24px}pre{font-size:12px;overflow-x:auto}</style>\n");
        page.Append("</head><body>\n<pre>\n").Append(Lines(TextReport.Write(inspection))).Append("</pre>\n");
        page.Append(SvgReport.Write(inspection)).Append("</body></html>\n");
        return page.ToString();
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(SvgReport.Escape));
}
