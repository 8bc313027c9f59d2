using System.Xml.Linq;

namespace TinyClassify.TestRun;

/// <summary>Reads the report that `ctest --output-junit` writes.</summary>
public static class JUnitReport
{
    /// <param name="details">
    /// The report of the GoogleTest program that stands behind a CTest test, by its name; null where there is none.
    /// </param>
    public static Tally Read(XDocument report, Func<string, Tally?> details)
    {
        var tally = new Tally();
        foreach (XElement test in report.Descendants("testcase"))
        {
            string name = (string?)test.Attribute("name") ?? "(unnamed)";
            Tally own = ReadOne(test, name);
            // A program that ended badly may not have come to write its report, or have died after writing it.
            if (details(name) is { } inner && (own.Failed.Count == 0 || inner.Failed.Count > 0))
                tally.Add(inner);
            else
                tally.Add(own);
        }
        return tally;
    }

    private static Tally ReadOne(XElement test, string name)
    {
        var tally = new Tally();
        string[] output = ((string?)test.Element("system-out") ?? "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string? notRun = (string?)test.Element("skipped")?.Attribute("message");
        // CTest says "not run" also of a program that is missing: only what a test asked for is a skip.
        if (notRun == "Disabled" || notRun?.StartsWith("SKIP_", StringComparison.Ordinal) == true)
            tally.Skipped.Add(new Note(name, output.LastOrDefault() ?? "no reason given"));
        else if (notRun != null)
            tally.Failed.Add(new Note(name, notRun));
        else if ((string?)test.Attribute("status") == "run" && test.Element("failure") == null)
            tally.Passed++;
        else
            tally.Failed.Add(new Note(name, output.Length == 0 ? "no output" : string.Join(" | ", output.TakeLast(4))));
        return tally;
    }
}
