using System.Xml.Linq;

namespace TinyClassify.TestRun;

/// <summary>Reads the report that `ctest --output-junit` writes.</summary>
public static class JUnitReport
{
    public static Tally Read(XDocument report)
    {
        var tally = new Tally();
        foreach (XElement test in report.Descendants("testcase"))
        {
            string name = (string?)test.Attribute("name") ?? "(unnamed)";
            string output = (string?)test.Element("system-out") ?? "";
            string? notRun = (string?)test.Element("skipped")?.Attribute("message");
            if (notRun != null)
            {
                // CTest says "not run" also of a program that is missing: only what a test asked for is a skip.
                bool asked = notRun.StartsWith("SKIP_", StringComparison.Ordinal) || notRun == "Disabled";
                (asked ? tally.Skipped : tally.Failed).Add(new Note(name, asked ? SkipReason(output) : notRun));
            }
            else if ((string?)test.Attribute("status") == "run" && test.Element("failure") == null)
                tally.Passed++;
            else
                tally.Failed.Add(new Note(name, FailureReason(output)));
        }
        return tally;
    }

    /// <summary>GoogleTest prints "file:line: Skipped" and the reason on the lines that follow.</summary>
    private static string SkipReason(string output)
    {
        string[] lines = Lines(output);
        int at = Array.FindIndex(lines, line => line.EndsWith(": Skipped", StringComparison.Ordinal));
        if (at >= 0 && at + 1 < lines.Length)
            return lines[at + 1];
        return lines.LastOrDefault(line => line.Contains("skip", StringComparison.OrdinalIgnoreCase)) ?? "no reason given";
    }

    private static string FailureReason(string output)
    {
        string[] lines = Lines(output);
        int at = Array.FindIndex(lines, line => line.EndsWith(": Failure", StringComparison.Ordinal));
        return at >= 0 ? string.Join(" | ", lines.Skip(at).Take(4)) : lines.LastOrDefault() ?? "no output";
    }

    private static string[] Lines(string output) =>
        output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
