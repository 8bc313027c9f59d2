using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>The workflows of GitHub Actions ask for nothing that this repository does not have.</summary>
public sealed class WorkflowTests
{
    private static readonly string s_folder = RepositoryRoot.Combine(".github", "workflows");

    public static TheoryData<string> Files => [.. Directory.GetFiles(s_folder, "*.yml").Select(file => Path.GetFileName(file))];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void What_a_workflow_asks_for_is_there(string file)
    {
        Tool.SkipWithout("bash", "bash");
        Assert.Empty(WorkflowFaults.Of(new WorkflowFile(File.ReadAllText(Path.Combine(s_folder, file)))));
    }

    [SkippableTheory]
    [InlineData("run: ./build.sh tset", "build.sh has no verb tset")]
    [InlineData("run: ./build.ps1 tset", "build.ps1 has no verb tset")]
    [InlineData("run: ./build.sh test --everything", "build.sh test has no option --everything")]
    [InlineData("run: ./build.sh page --output x.html", "build.sh page has no option --output")]
    [InlineData("run: packaging/pack.sh linux-arm", "packaging/pack.sh does not know linux-arm")]
    [InlineData("run: packaging/pack.sh ${{ matrix.rid }}", "packaging/pack.sh does not know amiga")]
    [InlineData("run: packaging/package.sh", "packaging/package.sh is not here")]
    [InlineData("run: dotnet build native-interop/Gone.nfproj", "native-interop/Gone.nfproj is not here")]
    [InlineData(
        "run: 'for name in Device Gone; do dotnet test \"tests/TinyClassify.$name.Tests\"; done'",
        "there are no tests TinyClassify.Gone.Tests")]
    [InlineData("run: 'if true; then echo'", "syntax error")]
    [InlineData("run: echo ${{ steps.gone.outputs.url }}", "steps.gone.outputs: no step has this id")]
    [InlineData("uses: actions/checkout", "actions/checkout names no version")]
    [InlineData("{ uses: actions/setup-dotnet@v4, with: { global-json-file: gone.json } }", "gone.json is not here")]
    [InlineData(
        "{ uses: actions/upload-artifact@v4, with: { path: out/gone } }", "out/gone is uploaded, and nothing writes there")]
    public void What_is_not_there_is_told(string step, string fault)
    {
        Tool.SkipWithout("bash", "bash");
        var yaml = "jobs:\n  some:\n    strategy: { matrix: { include: [{ rid: linux-x64 }, { rid: amiga }] } }\n"
            + $"    steps:\n      - {step}\n";
        Assert.Contains(WorkflowFaults.Of(new WorkflowFile(yaml)), seen => seen.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_needed_and_what_begins_it_is_told()
    {
        var workflow = new WorkflowFile("on: { push: { paths: ['gone/**'] } }\njobs: { some: { needs: [other], steps: [] } }\n");
        Assert.Equal(
            ["it begins with changes of gone/**, which is not here", "some needs other, which is no job"],
            WorkflowFaults.Of(workflow));
    }

    [Fact]
    public void Commands_of_PowerShell_can_be_parsed()
    {
        using var scratch = new Scratch();
        var steps = Directory.GetFiles(s_folder, "*.yml").SelectMany(file => new WorkflowFile(File.ReadAllText(file)).Jobs)
            .SelectMany(job => job.Steps.Where(s => s.Shell == "pwsh").SelectMany(s => WorkflowFile.Expand(s.Run, job)))
            .ToArray();
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.Equal(0, Parse(step).ExitCode));
        Assert.NotEqual(0, Parse("foreach ($name in 'a') {").ExitCode);

        (int ExitCode, string Output) Parse(string step)
        {
            const string Parser = "[void] [scriptblock]::Create([IO.File]::ReadAllText($args[0]))";
            var script = scratch.Write("parse.ps1", $"$ErrorActionPreference = 'Stop'\n{Parser}");
            return PowerShellEngine.Run(scratch.Folder, script, scratch.Write("step.ps1", step));
        }
    }

    /// <summary>The release takes repository and commit from UPSTREAM with these words.</summary>
    [SkippableFact]
    public void The_release_reads_upstreams_commit_where_it_stands()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no awk");
        var release = File.ReadAllText(Path.Combine(s_folder, "release.yml"));
        var read = Regex.Matches(release, "awk '([^']*)' (nf-interpreter-patch/UPSTREAM)")
            .Select(m => Tool.MustRun(RepositoryRoot.Combine(), "awk", m.Groups[1].Value, m.Groups[2].Value).Trim()).ToArray();
        Assert.Equal(2, read.Length);
        Assert.Matches("^https://[^ ]+/nf-interpreter$", read[0]);
        Assert.Matches("^[0-9a-f]{40}$", read[1]);
    }

    [Fact]
    public void Dependabot_looks_where_packages_are()
    {
        var text = File.ReadAllText(RepositoryRoot.Combine(".github", "dependabot.yml"));
        var versions = File.ReadAllText(RepositoryRoot.Combine("Directory.Packages.props"));
        var packages = Regex.Matches(versions, "PackageVersion Include=\"([^\"]+)\"").Select(m => m.Groups[1].Value).ToArray();
        var named = Regex.Matches(text, @"patterns: \[(.*?)\]")
            .SelectMany(m => m.Groups[1].Value.Split(',')).Select(p => p.Trim(' ', '"'))
            .Concat(Regex.Matches(text, @"dependency-name: (\S+)").Select(m => m.Groups[1].Value)).ToArray();
        Assert.NotEmpty(named);
        Assert.All(named, name =>
            Assert.Contains(packages, package => Regex.IsMatch(package, $"^{Regex.Escape(name).Replace("\\*", ".*")}$")));
        var folders = Regex.Match(text, @"directories: \[(.*?)\]").Groups[1].Value.Split(", ");
        Assert.All(folders, folder =>
            Assert.True(File.Exists(RepositoryRoot.Combine(folder.TrimStart('/'), "package.json")), folder));
    }
}
