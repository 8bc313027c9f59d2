using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>What a workflow asks of this repository and would not get.</summary>
internal static partial class WorkflowFaults
{
    // What a verb hands its arguments to: there each option is spelled out.
    private static readonly Dictionary<string, string[]> s_readers = new()
    {
        ["demo"] = ["device/virtual-board/Demo", "device/virtual-board/VirtualBoardProgram.cs"],
        ["test"] = ["tests/TinyClassify.TestRun/Program.cs"],
        ["pack"] = ["packaging/pack.sh"],
        ["page"] = ["pages/try/make.sh"],
        ["firmware"] = ["nf-interpreter-patch/firmware.sh"],
    };

    // Where what is uploaded is written, with C#'s parts of a path joined. TestPlan puts its reports' folder into the output's.
    private static readonly Lazy<string> s_writers = new(() => "out/test/reports " + string.Concat(
        Texts(["packaging/pack.sh", "tests/TinyClassify.TestRun/TestPlan.cs", "tests/TinyClassify.Pages.Tests/Browser.cs"])
            .Concat(Texts(s_readers["demo"])).Select(text => text.Replace("\", \"", "/", StringComparison.Ordinal))));

    /// <returns>A sentence for each fault.</returns>
    public static IEnumerable<string> Of(WorkflowFile workflow)
    {
        var jobs = workflow.Jobs.Select(job => job.Name).ToHashSet();
        var ids = workflow.Jobs.SelectMany(job => job.Steps).Select(step => step.Id).ToHashSet();
        foreach (var path in workflow.Paths.Where(path => !Exists(path.Replace("/**", "", StringComparison.Ordinal))))
            yield return $"it begins with changes of {path}, which is not here";
        foreach (var output in StepOutput().Matches(workflow.Text).Where(output => !ids.Contains(output.Groups[1].Value)))
            yield return $"{output.Value}: no step has this id";
        foreach (var job in workflow.Jobs)
        {
            foreach (var need in job.Needs.Where(need => !jobs.Contains(need)))
                yield return $"{job.Name} needs {need}, which is no job";
            foreach (var fault in job.Steps.SelectMany(step => step.Uses.Length > 0 ? OfAction(step) : OfCommands(step, job)))
                yield return $"{job.Name}: {fault}";
        }
    }

    private static IEnumerable<string> OfAction(WorkflowStep step)
    {
        if (!PinnedAction().IsMatch(step.Uses)) yield return $"{step.Uses} names no version";
        if (step.With.TryGetValue("global-json-file", out var file) && !Exists(file)) yield return $"{file} is not here";
        if (!step.Uses.Contains("upload-", StringComparison.Ordinal)) yield break;
        foreach (var path in step.With["path"].Split('\n').Where(path => path.StartsWith("out/", StringComparison.Ordinal)))
        {
            var folder = path.Replace("/*.log", "", StringComparison.Ordinal).TrimEnd('/');
            if (!s_writers.Value.Contains(folder, StringComparison.Ordinal))
                yield return $"{path} is uploaded, and nothing writes there";
        }
    }

    private static IEnumerable<string> OfCommands(WorkflowStep step, WorkflowJob job)
    {
        foreach (var run in WorkflowFile.Expand(step.Run, job))
        {
            if (step.Shell == "bash" && Syntax(run) is { Length: > 0 } wrong) yield return wrong;
            foreach (Match path in OwnPath().Matches(run).Where(path => !Exists(path.Value)))
                yield return $"{path.Value} is not here";
            var ofTests = run.Contains("tests/TinyClassify.$name.Tests", StringComparison.Ordinal);
            var faults = Verb().Matches(run).SelectMany(m =>
                OfVerb(m.Groups[1].Value, m.Groups[2].Value, Words(m.Groups[3].Value)))
                .Concat(Script().Matches(run).SelectMany(m => OfScript(m.Groups[1].Value, Words(m.Groups[2].Value))))
                .Concat(ofTests ? OfTests(Loop().Match(run).Groups[1].Value) : []);
            foreach (var fault in faults) yield return fault;
        }
    }

    // build.sh VERB OPTIONS, build.ps1 VERB OPTIONS
    private static IEnumerable<string> OfVerb(string script, string verb, string[] words)
    {
        var text = File.ReadAllText(RepositoryRoot.Combine(script));
        var cases = script == "build.sh" ? ShellVerb() : PowerShellVerb();
        var verbs = cases.Matches(text).SelectMany(m => Words(m.Groups[1].Value));
        if (!verbs.Contains(verb)) return [$"{script} has no verb {verb}"];
        var readers = Texts(s_readers.GetValueOrDefault(verb, [])).Append(text).ToArray();
        return words.Where(word => word.StartsWith('-') && !readers.Any(reader => Holds(reader, word)))
            .Select(word => $"{script} {verb} has no option {word}");
    }

    // The folder that it is given is made by the same step.
    private static IEnumerable<string> OfScript(string script, string[] words)
    {
        var text = Exists(script) ? File.ReadAllText(RepositoryRoot.Combine(script)) : "";
        return words.Where(word => word != "nf-interpreter" && !Holds(text, word))
            .Select(word => $"{script} does not know {word}");
    }

    private static IEnumerable<string> OfTests(string names) => Words(names)
        .Where(name => !Exists($"tests/TinyClassify.{name}.Tests"))
        .Select(name => $"there are no tests TinyClassify.{name}.Tests");

    private static string Syntax(string run)
    {
        using var scratch = new Scratch();
        var (exitCode, output) = Tool.Run(scratch.Folder, "bash", "-n", scratch.Write("step.sh", run));
        return exitCode == 0 ? "" : output;
    }

    private static bool Holds(string text, string word) => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(word)}(?![\w-])");

    private static bool Exists(string path) => Path.Exists(RepositoryRoot.Combine(path));

    private static IEnumerable<string> Texts(IEnumerable<string> paths) => paths.Select(path => RepositoryRoot.Combine(path))
        .SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "*.cs") : [path])
        .Select(path => File.ReadAllText(path));

    private static string[] Words(string text) => text.Split([' ', '|', ',', '\''], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"steps\.(\w+)\.outputs")]
    private static partial Regex StepOutput();

    [GeneratedRegex(@"\A[\w.-]+(/[\w.-]+)+@v\d+(\.\d+)*\z")]
    private static partial Regex PinnedAction();

    // Files of ours that a command names; what it makes lies elsewhere.
    [GeneratedRegex(@"(?<![\w./""$}-])(?!out/|site/|nf-interpreter/)(?:\./)?[\w.-]+(?:/[\w.$-]+)*"
        + @"\.(?:sh|ps1|nfproj|csproj|config|nuspec|md)(?![\w/.])")]
    private static partial Regex OwnPath();

    [GeneratedRegex(@"\./(build\.(?:sh|ps1)) ([\w-]+)([^\n&|;]*)")]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?:\A|\n)((?:packaging|nf-interpreter-patch)/\w+\.sh) ([^\n&|;]*)")]
    private static partial Regex Script();

    [GeneratedRegex(@"for(?:each \(\$name)? (?:name )?in ([^;{)]+)")]
    private static partial Regex Loop();

    [GeneratedRegex(@"(?m)^  ([a-z]+(?: \| [a-z-]+)*)\)$")]
    private static partial Regex ShellVerb();

    [GeneratedRegex(@"(?m)^    (?:\{ \$_ -in )?('[a-z]+'(?:, '[a-z-]+')*)(?: \})? \{$")]
    private static partial Regex PowerShellVerb();
}
