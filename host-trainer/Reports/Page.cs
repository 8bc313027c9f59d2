using System.Globalization;
using System.Net;
using System.Text;

namespace TinyClassify.Trainer.Reports;

/// <summary>What all pages share: a look for light and dark screens, and numbers as text.</summary>
internal static class Page
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1c2330; --soft: #667; --line: #d8dce4; --bar: #2f6fde; --pale: #c9d9f7; --page: #fff; --other: #c2571a; --third: #2b8a4b; --fourth: #8a4bb8 }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9f0; --soft: #9aa3b5; --line: #3a4254; --bar: #6ea0ff; --pale: #33466b; --page: #161a22; --other: #f08a4b; --third: #5cc98a; --fourth: #c08ae8 } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 66rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.6rem; margin-bottom: .2rem } h2 { font-size: 1.15rem; margin-top: 2.2rem } h3 { font-size: 1rem; margin: .8rem 0 .2rem } .soft { color: var(--soft) }
        table { border-collapse: collapse; font-size: .9rem } td, th { padding: .25rem .5rem; white-space: nowrap; border-bottom: 1px solid var(--line); text-align: right } td:first-child, th:first-child, .text { text-align: left } td.text { white-space: normal; min-width: 11rem }
        .wide { overflow-x: auto } .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 0 1.5rem }
        .confusion td, .confusion th { padding: .15rem .4rem; font-size: .85rem; border: 0 }
        svg { width: 100%; max-width: 34rem; font-size: 11px } svg text { fill: currentColor } svg .grid { stroke: var(--line) } svg .whole { fill: var(--pale) } svg .part { fill: var(--bar) }
        svg .line0 { stroke: var(--other) } svg .line1 { stroke: var(--bar) } svg .line2 { stroke: var(--third) } svg .line3 { stroke: var(--fourth) }
        svg .dot0 { fill: var(--other) } svg .dot1 { fill: var(--bar) } svg .dot2 { fill: var(--third) } svg .dot3 { fill: var(--fourth) } svg .paper { fill: none; stroke: var(--ink); stroke-width: 1.5 }
        .mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr)); gap: .8rem } .mistakes figure { margin: 0; font-size: .8rem; line-height: 1.25 }
        .mistakes img { width: 100%; image-rendering: pixelated; border-radius: 4px } pre { overflow-x: auto; font-size: .8rem; background: color-mix(in srgb, var(--line) 35%, transparent); padding: .8rem }
        """;

    public static StringBuilder Begin(string title) => new StringBuilder()
        .Append("<!doctype html><html lang='en'><meta charset='utf-8'><meta name='viewport' content='width=device-width'>")
        .Append($"<title>{Text(title)}</title><style>{Style}</style><h1>{Text(title)}</h1>");

    public static string End(StringBuilder html) => html.Append("</html>\n").ToString();

    public static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture) + " %";

    public static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
