namespace TinyClassify.TestRun;

/// <summary>A test that did not pass, and why.</summary>
public sealed record Note(string Test, string Reason);

/// <summary>What the reports of a run add up to.</summary>
public sealed class Tally
{
    public int Passed { get; set; }

    public List<Note> Failed { get; } = [];

    public List<Note> Skipped { get; } = [];

    /// <summary>A run in which nothing passed has proven nothing.</summary>
    public bool Succeeded => Passed > 0 && Failed.Count == 0;

    /// <summary>The line that continuous integration reads.</summary>
    public string Summary => $"{Passed} passed, {Failed.Count} failed, {Skipped.Count} skipped";

    public void Add(Tally other)
    {
        Passed += other.Passed;
        Failed.AddRange(other.Failed);
        Skipped.AddRange(other.Skipped);
    }

    /// <summary>Adds the reports of one runner, which may have died without writing down what failed.</summary>
    /// <param name="runner">Name of the runner, for the failure that is added where its report hides one.</param>
    /// <param name="reports">What its report files say.</param>
    /// <param name="exitCode">0 only where the runner itself is content.</param>
    public void AddRunner(string runner, Tally reports, int exitCode)
    {
        Add(reports);
        int tests = reports.Passed + reports.Failed.Count + reports.Skipped.Count;
        if (exitCode != 0 && reports.Failed.Count == 0)
            Failed.Add(new Note(runner, $"ended with exit code {exitCode} though its reports name no failed test"));
        else if (exitCode == 0 && tests == 0)
            Failed.Add(new Note(runner, "ran no test"));
    }
}
