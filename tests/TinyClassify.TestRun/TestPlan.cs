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
    private readonly string _native = Path.Combine(root, "native-interop");
    private readonly Tally _tally = new();

    public Tally Run()
    {
        string reports = Path.Combine(_output, "reports");
        if (Directory.Exists(reports))
            Directory.Delete(reports, recursive: true);
        Directory.CreateDirectory(reports);
        var stage = new Stage(root, _output, Stopwatch.StartNew());
        RunNative(stage, reports);
        BuildForCortexM7(stage);
        RunDotnet(stage, reports);
        return _tally;
    }

    private void RunNative(Stage stage, string reports)
    {
        string build = Path.Combine(_output, "native");
        string report = Path.Combine(reports, "ctest.xml");
        // Said each time, even when it is empty: CMake would remember the folder of an earlier run.
        string tflm = Environment.GetEnvironmentVariable("TFLM_DIR") is { Length: > 0 } folder ? Path.GetFullPath(folder) : "";
        if (!Succeeds(stage, "native configure", "cmake", "-S", _native, "-B", build, "-DCMAKE_BUILD_TYPE=Release",
            $"-DTFLM_DIR={tflm}",
                $"-DTC_BUILD_SHARED={(tflm.Length > 0 ? "ON" : "OFF")}")
            || !Succeeds(stage, "native build", "cmake", "--build", build, "--config", "Release"))
            return;
        // A GoogleTest program is one test for CTest; what its own tests did, it tells in a report of its own.
        Environment.SetEnvironmentVariable("GTEST_OUTPUT", $"xml:{reports}/");
        Environment.SetEnvironmentVariable("GTEST_FILTER", filter == null ? "*" : $"*{filter}*");
        int exitCode = stage.Run("native tests", "ctest", "--test-dir", build, "-C", "Release", "--output-on-failure",
            "--timeout", "900", "--test-output-size-passed", "16384", "--output-junit", report);
        Environment.SetEnvironmentVariable("GTEST_OUTPUT", null);
        Environment.SetEnvironmentVariable("GTEST_FILTER", null);
        AddRunner("native tests", exitCode, File.Exists(report) ? [report] : [], xml => JUnitReport.Read(xml, name =>
        {
            string details = Path.Combine(reports, name + ".xml");
            return File.Exists(details) ? GoogleTestReport.Read(XDocument.Load(details), name) : null;
        }));
    }

    /// <summary>The library for the microcontroller must compile without warnings, whatever the PC's compiler says.</summary>
    private void BuildForCortexM7(Stage stage)
    {
        const string Name = "build for the Cortex-M7";
        if (filter != null)
            return;
        if (!Exists("arm-none-eabi-gcc"))
        {
            _tally.Skipped.Add(new Note(Name, "arm-none-eabi-gcc is not installed (Debian: gcc-arm-none-eabi)"));
            return;
        }
        string build = Path.Combine(_output, "cortex-m7");
        string toolchain = Path.Combine(_native, "cmake", "cortex-m7.cmake");
        if (Succeeds(stage, Name, "cmake", "-S", _native, "-B", build, "-DCMAKE_BUILD_TYPE=Release",
                $"-DCMAKE_TOOLCHAIN_FILE={toolchain}")
            && Succeeds(stage, Name, "cmake", "--build", build))
            _tally.Passed++;
    }

    private void RunDotnet(Stage stage, string reports)
    {
        string solution = Path.Combine(root, "TinyClassify.sln");
        string[] select = filter == null ? [] : ["--filter", $"FullyQualifiedName~{filter}"];
        if (!Succeeds(stage, "dotnet build", "dotnet", "build", solution, "-c", "Release", "-m:1"))
            return;
        int exitCode = stage.Run("dotnet tests", "dotnet", ["test", solution, "-c", "Release", "--no-build", "-m:1",
            "--logger", "trx", "--results-directory", reports, "--blame-hang-timeout", "20m", "--blame-hang-dump-type", "none",
            .. select]);
        AddRunner("dotnet tests", exitCode, Directory.GetFiles(reports, "*.trx"), TrxReport.Read);
    }

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

    private bool Succeeds(Stage stage, string name, string program, params string[] arguments)
    {
        int exitCode = stage.Run(name, program, arguments);
        if (exitCode != 0)
            _tally.Failed.Add(new Note(name, $"exit code {exitCode}"));
        return exitCode == 0;
    }

    private void AddRunner(string runner, int exitCode, string[] files, Func<XDocument, Tally> read)
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
                all.Failed.Add(new Note(runner, $"a report of {Path.GetFileName(file)} is broken: {broken.Message}"));
            }
        }
        bool nothingSelected = filter != null && exitCode == 0 && all.Passed + all.Failed.Count + all.Skipped.Count == 0;
        if (!nothingSelected)
            _tally.AddRunner(runner, all, exitCode);
    }
}
