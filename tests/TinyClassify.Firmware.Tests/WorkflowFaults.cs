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

    /// <returns>A sentence for each fault.</returns>
    public static IEnumerable<string> Of(WorkflowFile workflow)
    {
        var jobs = workflow.Jobs.Select(job => job.Name).ToHashSet();
        foreach (var path in workflow.Paths.Where(path => !Exists(path.Replace("/**", "", StringComparison.Ordinal))))
            yield return $"it begins with changes of {path}, which is not here";
        foreach (var output in StepOutput().Matches(workflow.Text).Where(output => !workflow.Jobs.Any(job => job.Steps.Any(s => s.Id == output.Groups[1].Value))))
            yield return $"{output.Value}: no step has this id";
        foreach (var job in workflow.Jobs)
        {
            foreach (var need in job.Needs.Where(need => !jobs.Contains(need))) yield return $"{job.Name} needs {need}, which is no job";
            foreach (var step in job.Steps)
            {
                foreach (var fault in step.Uses.Length > 0 ? OfAction(step) : OfCommands(step, job)) yield return $"{job.Name}: {fault}";
            }
        }
    }

    private static IEnumerable<string> OfAction(WorkflowStep step)
    {
        if (!PinnedAction().IsMatch(step.Uses)) yield return $"{step.Uses} names no version";
        if (step.With.TryGetValue("global-json-file", out var file) && !Exists(file)) yield return $"{file} is not here";
        if (!step.Uses.Contains("upload-", StringComparison.Ordinal)) yield break;
        foreach (var path in step.With["path"].Split('\n').Where(path => path.StartsWith("out/", StringComparison.Ordinal)))
        {
            if (!s_written.Value.Any(text => text.Contains(path.Replace("/*.log", "", StringComparison.Ordinal).TrimEnd('/'), StringComparison.Ordinal)))
                yield return $"{path} is uploaded, and nothing writes there";
        }
    }

    private static IEnumerable<string> OfCommands(WorkflowStep step, WorkflowJob job)
    {
        foreach (var run in WorkflowFile.Expand(step.Run, job))
        {
            if (step.Shell == "bash" && Syntax(run) is { Length: > 0 } wrong) yield return wrong;
            foreach (Match path in OwnPath().Matches(run).Where(path => !Exists(path.Value))) yield return $"{path.Value} is not here";
            foreach (Match call in Script().Matches(run))
            {
                foreach (var fault in OfCall(call.Groups["script"].Value, call.Groups["verb"].Value, Words(call.Groups["rest"].Value))) yield return fault;
            }

            foreach (Match call in OtherScript().Matches(run))
            {
                var accepted = File.ReadAllText(RepositoryRoot.Combine(call.Groups[1].Value));
                foreach (var word in Words(call.Groups[2].Value).Where(word => word != "nf-interpreter" && !Regex.IsMatch(accepted, $@"(?<=[\s|]){Regex.Escape(word)}(?=[\s|)])")))
                    yield return $"{call.Groups[1].Value} does not know {word}";
            }

            foreach (Match loop in Loop().Matches(run))
            {
                foreach (var name in loop.Groups[1].Value.Split([' ', ',', '\''], StringSplitOptions.RemoveEmptyEntries).Where(_ => run.Contains("tests/TinyClassify.$name.Tests", StringComparison.Ordinal)))
                {
                    if (!Exists($"tests/TinyClassify.{name}.Tests")) yield return $"there are no tests TinyClassify.{name}.Tests";
                }
            }
        }
    }

    // build.sh VERB OPTIONS, build.ps1 VERB OPTIONS
    private static IEnumerable<string> OfCall(string script, string verb, string[] words)
    {
        var text = File.ReadAllText(RepositoryRoot.Combine(script));
        var verbs = (script == "build.sh" ? ShellVerb() : PowerShellVerb()).Matches(text).SelectMany(m => m.Groups[1].Value.Split([' ', '|', ',', '\''], StringSplitOptions.RemoveEmptyEntries));
        if (!verbs.Contains(verb))
        {
            yield return $"{script} has no verb {verb}";
            yield break;
        }

        var readers = s_readers.GetValueOrDefault(verb, []).Select(path => RepositoryRoot.Combine(path))
            .SelectMany(path => Directory.Exists(path) ? Directory.GetFiles(path, "*.cs") : [path]).Select(path => File.ReadAllText(path)).Append(text).ToArray();
        foreach (var word in words.Where(word => word.StartsWith('-') && !readers.Any(reader => Regex.IsMatch(reader, $@"(?<![\w-]){Regex.Escape(word)}(?![\w-])"))))
            yield return $"{script} {verb} has no option {word}";
    }

    private static readonly Lazy<string[]> s_written = new(() =>
    [
        .. new[] { "packaging/pack.sh", "tests/TinyClassify.TestRun/TestPlan.cs", "tests/TinyClassify.Pages.Tests/Browser.cs", "device/virtual-board/VirtualBoardProgram.cs" }
            .Concat(Directory.GetFiles(RepositoryRoot.Combine("device", "virtual-board", "Demo")))
            .Select(file => File.ReadAllText(RepositoryRoot.Combine(file)).Replace("\", \"", "/", StringComparison.Ordinal)),
        // TestPlan: the reports' folder is within the output's.
        "out/test/reports",
    ]);

    private static string Syntax(string run)
    {
        using var scratch = new Scratch();
        var (exitCode, output) = Tool.Run(scratch.Folder, "bash", "-n", scratch.Write("step.sh", run));
        return exitCode == 0 ? "" : output;
    }

    private static bool Exists(string path) => File.Exists(RepositoryRoot.Combine(path)) || Directory.Exists(RepositoryRoot.Combine(path));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"steps\.(\w+)\.outputs")]
    private static partial Regex StepOutput();

    [GeneratedRegex(@"\A[\w.-]+(/[\w.-]+)+@v\d+(\.\d+)*\z")]
    private static partial Regex PinnedAction();

    // Files of ours that a command names; what it makes lies elsewhere.
    [GeneratedRegex(@"(?<![\w./""$}-])(?!out/|site/|nf-interpreter/)(?:\./)?[\w.-]+(?:/[\w.$-]+)*\.(?:sh|ps1|nfproj|csproj|config|nuspec|md)(?![\w/.])")]
    private static partial Regex OwnPath();

    [GeneratedRegex(@"\./(?<script>build\.(?:sh|ps1)) (?<verb>[\w-]+)(?<rest>[^\n&|;]*)")]
    private static partial Regex Script();

    [GeneratedRegex(@"(?:\A|\n)((?:packaging|nf-interpreter-patch)/\w+\.sh) ([^\n&|;]*)")]
    private static partial Regex OtherScript();

    [GeneratedRegex(@"for(?:each \(\$name)? (?:name )?in ([^;{)]+)")]
    private static partial Regex Loop();

    [GeneratedRegex(@"(?m)^  ([a-z]+(?: \| [a-z-]+)*)\)$")]
    private static partial Regex ShellVerb();

    [GeneratedRegex(@"(?m)^    (?:\{ \$_ -in )?('[a-z]+'(?:, '[a-z-]+')*)(?: \})? \{$")]
    private static partial Regex PowerShellVerb();
}
