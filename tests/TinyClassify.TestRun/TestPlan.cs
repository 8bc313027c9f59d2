using System.Diagnostics;
using System.Xml;
using System.Xml.Linq;

namespace TinyClassify.TestRun;

/// <summary>Builds and runs every test of the repository, one program after another on one core.</summary>
/// <param name="root">Top folder of the repository.</param>
/// <param name="filter">Runs only the tests whose name holds this text, or all where it is null.</param>
public sealed class TestPlan(string root, string? filter)
{
    private readonly string _output = Path.Combine(root, "out", "test");

    public Tally Run()
    {
        string reports = Path.Combine(_output, "reports");
        if (Directory.Exists(reports))
            Directory.Delete(reports, recursive: true);
        Directory.CreateDirectory(reports);
        var stage = new Stage(root, _output, Stopwatch.StartNew());
        var tally = new Tally();
        RunNative(stage, reports, tally);
        RunDotnet(stage, reports, tally);
        return tally;
    }

    private void RunNative(Stage stage, string reports, Tally tally)
    {
        string build = Path.Combine(_output, "native");
        string report = Path.Combine(reports, "ctest.xml");
        string[] select = filter == null ? [] : ["-R", filter, "--no-tests=ignore"];
        if (!Succeeds(stage, tally, "native configure", "cmake", "-S", Path.Combine(root, "native-interop"), "-B", build,
                "-DCMAKE_BUILD_TYPE=Release")
            || !Succeeds(stage, tally, "native build", "cmake", "--build", build, "--config", "Release"))
            return;
        int exitCode = stage.Run("native tests", "ctest", ["--test-dir", build, "-C", "Release", "--output-on-failure",
            "--timeout", "600", "--test-output-size-passed", "16384", "--output-junit", report, .. select]);
        AddRunner(tally, "native tests", exitCode, File.Exists(report) ? [report] : [], JUnitReport.Read);
    }

    private void RunDotnet(Stage stage, string reports, Tally tally)
    {
        string solution = Path.Combine(root, "TinyClassify.sln");
        string[] select = filter == null ? [] : ["--filter", $"FullyQualifiedName~{filter}"];
        if (!Succeeds(stage, tally, "dotnet build", "dotnet", "build", solution, "-c", "Release", "-m:1"))
            return;
        int exitCode = stage.Run("dotnet tests", "dotnet", ["test", solution, "-c", "Release", "--no-build", "-m:1",
            "--logger", "trx", "--results-directory", reports, "--blame-hang-timeout", "20m", "--blame-hang-dump-type", "none",
            .. select]);
        AddRunner(tally, "dotnet tests", exitCode, Directory.GetFiles(reports, "*.trx"), TrxReport.Read);
    }

    private static bool Succeeds(Stage stage, Tally tally, string name, string program, params string[] arguments)
    {
        int exitCode = stage.Run(name, program, arguments);
        if (exitCode != 0)
            tally.Failed.Add(new Note(name, $"exit code {exitCode}"));
        return exitCode == 0;
    }

    private void AddRunner(Tally tally, string runner, int exitCode, string[] files, Func<XDocument, Tally> read)
    {
        var all = new Tally();
        foreach (string file in files)
        {
            try
            {
                all.Add(read(XDocument.Load(file)));
            }
            catch (XmlException broken)
            {
                all.Failed.Add(new Note(runner, $"report {Path.GetFileName(file)} is broken: {broken.Message}"));
            }
        }
        bool nothingSelected = filter != null && exitCode == 0 && all.Passed + all.Failed.Count + all.Skipped.Count == 0;
        if (!nothingSelected)
            tally.AddRunner(runner, all, exitCode);
    }
}
