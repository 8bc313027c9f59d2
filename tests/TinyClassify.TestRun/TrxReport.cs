using System.Xml.Linq;

namespace TinyClassify.TestRun;

/// <summary>Reads the report that `dotnet test --logger trx` writes, one a test project.</summary>
public static class TrxReport
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    public static Tally Read(XDocument report)
    {
        var tally = new Tally();
        foreach (XElement result in report.Descendants(Trx + "UnitTestResult"))
        {
            string name = (string?)result.Attribute("testName") ?? "(unnamed)";
            switch ((string?)result.Attribute("outcome"))
            {
                case "Passed":
                    tally.Passed++;
                    break;
                case "NotExecuted":
                    tally.Skipped.Add(new Note(name, Reason(result, "no reason given")));
                    break;
                case var outcome:
                    tally.Failed.Add(new Note(name, Reason(result, $"outcome {outcome}")));
                    break;
            }
        }
        // A test host that dies leaves the tests before its death, and this.
        if ((string?)report.Descendants(Trx + "ResultSummary").FirstOrDefault()?.Attribute("outcome") is "Aborted" or "Error")
            tally.Failed.Add(new Note("test host", "aborted before every test had run"));
        return tally;
    }

    private static string Reason(XElement result, string otherwise)
    {
        string? text = result.Descendants(Trx + "Message").Select(message => message.Value)
            .Concat(result.Descendants(Trx + "StdOut").Select(output => output.Value))
            .FirstOrDefault(candidate => !string.IsNullOrWhiteSpace(candidate));
        if (text == null)
            return otherwise;
        string[] lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join(" | ", lines.Take(4));
    }
}
