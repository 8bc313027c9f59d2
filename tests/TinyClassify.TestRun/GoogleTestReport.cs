using System.Xml.Linq;

namespace TinyClassify.TestRun;

/// <summary>Reads the report that a GoogleTest program writes (GTEST_OUTPUT=xml:FOLDER/), one a program.</summary>
public static class GoogleTestReport
{
    /// <param name="program">Stands before each test's name: one test may be built into several programs.</param>
    public static Tally Read(XDocument report, string program)
    {
        var tally = new Tally();
        foreach (XElement test in report.Descendants("testcase"))
        {
            string name = $"{program} {(string?)test.Attribute("classname")}.{(string?)test.Attribute("name")}";
            if (test.Element("failure") is { } failure)
                tally.Failed.Add(new Note(name, OneLine((string?)failure.Attribute("message"))));
            else if (test.Element("skipped") is { } skipped)
                tally.Skipped.Add(new Note(name, SkipReason((string?)skipped.Attribute("message"))));
            else if ((string?)test.Attribute("status") == "notrun")
                tally.Skipped.Add(new Note(name, "disabled"));
            else
                tally.Passed++;
        }
        return tally;
    }

    /// <summary>The message is "file:line", and the reason on the lines that follow.</summary>
    private static string SkipReason(string? message)
    {
        string[] lines = (message ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 1 ? string.Join(' ', lines[1..]) : "no reason given";
    }

    private static string OneLine(string? message)
    {
        string[] lines = (message ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? "no message" : string.Join(" | ", lines.Take(4));
    }
}
