using System.Text.RegularExpressions;

namespace TinyClassify.Tflite;

/// <summary>Command lines as text that a person can copy into a shell, and Markdown that shows them unchanged.</summary>
public static partial class ShellCommand
{
    /// <param name="program">Name of the program.</param>
    /// <param name="arguments">As the program got them.</param>
    /// <returns>A line that a POSIX shell splits into the same arguments again.</returns>
    public static string Of(string program, IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Select(Quoted).Prepend(program));

    /// <summary>The text as inline code, within a table too.</summary>
    public static string Markdown(string text)
    {
        text = Describe.Printable(text).Replace("|", "\\|", StringComparison.Ordinal);
        int longest = Backticks().Matches(text).Select(run => run.Length).DefaultIfEmpty(0).Max();
        if (longest == 0)
            return $"`{text}`";
        string fence = new('`', longest + 1);
        return $"{fence} {text} {fence}";
    }

    private static string Quoted(string argument) =>
        Plain().IsMatch(argument) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\A[A-Za-z0-9_@%+=:,./-]+\z")]
    private static partial Regex Plain();

    [GeneratedRegex("`+")]
    private static partial Regex Backticks();
}
