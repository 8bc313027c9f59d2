using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using TinyClassify.Trainer.Cli;
using YamlDotNet.RepresentationModel;

namespace TinyClassify.Trainer.Tests;

/// <summary>The files for clusters, as far as they can be checked without one.</summary>
public partial class ClusterTests
{
    // Options of sbatch that the file uses, and what Slurm's manual lets them be.
    private static readonly Dictionary<string, string> s_sbatch = new()
    {
        ["job-name"] = @"[\w-]+",
        ["nodes"] = @"\d+",
        ["ntasks"] = @"\d+",
        ["cpus-per-task"] = @"\d+",
        ["mem"] = @"\d+[KMGT]?",
        ["time"] = @"(\d+-)?\d{1,2}:\d{2}:\d{2}",
        ["requeue"] = "",
        ["open-mode"] = "append|truncate",
        ["output"] = @"[\w%.-]+",
    };

    private static string Slurm => RepositoryRoot.Combine("host-trainer", "Cluster", "slurm.sh");

    private static string Kubernetes => RepositoryRoot.Combine("host-trainer", "Cluster", "kubernetes.yaml");

    [SkippableFact]
    public void The_Slurm_script_is_valid_bash_and_its_directives_are_sbatch_s()
    {
        var lines = File.ReadAllLines(Slurm);
        // sbatch reads directives up to the first command.
        var directives = lines.Skip(1).TakeWhile(l => l.StartsWith('#'))
            .Where(l => l.StartsWith("#SBATCH ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(lines.Count(l => l.StartsWith("#SBATCH", StringComparison.Ordinal)), directives.Length);
        foreach (var directive in directives)
        {
            var match = Directive().Match(directive);
            Assert.True(match.Success, directive);
            Assert.True(s_sbatch.TryGetValue(match.Groups[1].Value, out var values), directive);
            Assert.Matches($"^(?:{values})$", match.Groups[2].Value);
        }
        var bash = Bash("-n", Slurm);
        Assert.True(bash.ExitCode == 0, bash.Output);
    }

    [SkippableFact]
    public void The_Slurm_script_runs_the_job_of_its_array_task()
    {
        using var folder = new TemporaryFolder();
        // In place of dotnet, a program that prints what it is given.
        File.WriteAllText(folder["dotnet"], "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        if (OperatingSystem.IsWindows())
            throw new SkipException("Windows does not run the script");
        File.SetUnixFileMode(folder["dotnet"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var run = Bash("-c",
            $"PATH='{folder.Root}':$PATH TINYCLASSIFY='/my programs' SWEEP='/my sweeps/a.json' TINYCLASSIFY_DATA=/data "
            + $"SLURM_ARRAY_TASK_ID=7 SLURM_CPUS_PER_TASK=4 bash '{Slurm}'");
        Assert.True(run.ExitCode == 0, run.Output);
        var arguments = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("/my programs/tinyclassify.dll", arguments[0]);
        RequireAccepted(arguments[1..], 7);

        // Without the array's number it says so instead of running anything.
        run = Bash("-c", $"TINYCLASSIFY=/p SWEEP=/s TINYCLASSIFY_DATA=/d bash '{Slurm}'");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("--array", run.Output);
    }

    [Fact]
    public void The_Kubernetes_job_is_indexed_and_runs_the_job_of_its_index()
    {
        var yaml = new YamlStream();
        using (var reader = File.OpenText(Kubernetes))
            yaml.Load(reader);
        var root = Assert.Single(yaml.Documents).RootNode;
        Assert.Equal(("batch/v1", "Job", "Indexed"),
            (Text(root, "apiVersion"), Text(root, "kind"), Text(root, "spec", "completionMode")));
        Assert.True(int.Parse(Text(root, "spec", "completions")) >= int.Parse(Text(root, "spec", "parallelism")));
        // What backoffLimitPerIndex asks for.
        Assert.Equal("Never", Text(root, "spec", "template", "spec", "restartPolicy"));

        var container = Assert.Single(((YamlSequenceNode)At(root, "spec", "template", "spec", "containers")).Children);
        Assert.Equal("dotnet", Assert.Single((YamlSequenceNode)container["command"]).ToString());
        var arguments = ((YamlSequenceNode)container["args"]).Select(a => a.ToString()).ToArray();
        Assert.Equal("$(JOB_COMPLETION_INDEX)", arguments[Array.IndexOf(arguments, "--job") + 1]);
        RequireAccepted([.. arguments[1..].Select(a => a.Replace("$(JOB_COMPLETION_INDEX)", "7"))], 7);

        // Everything lies below a volume that exists.
        var mount = Assert.Single((YamlSequenceNode)container["volumeMounts"]);
        var volume = Assert.Single((YamlSequenceNode)At(root, "spec", "template", "spec", "volumes"));
        Assert.Equal(volume["name"], mount["name"]);
        Assert.All(arguments.Where(a => a.StartsWith('/')), a => Assert.StartsWith(mount["mountPath"] + "/", a));
    }

    private static void RequireAccepted(string[] arguments, int job)
    {
        Assert.Equal("sweep", arguments[0]);
        var parsed = Verbs.Parse(arguments);
        Assert.Empty(parsed.Errors);
        Assert.Equal(job, parsed.GetValue<int?>("--job"));
        Assert.Empty(Verbs.Parse([.. arguments, "--list"]).Errors);
    }

    private static string Text(YamlNode node, params string[] path) => At(node, path).ToString();

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, step) => at[step]);

    private static (int ExitCode, string Output) Bash(params string[] arguments)
    {
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo("bash", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true
            })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new SkipException("bash is not installed");
        }
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
    }

    [GeneratedRegex(@"^#SBATCH --([a-z-]+)(?:=(\S+))?$")]
    private static partial Regex Directive();
}
