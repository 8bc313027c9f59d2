namespace TinyClassify.Firmware.Tests;

/// <summary>build.ps1 on PowerShell's engine, with stand-ins for the programs that it calls.</summary>
public sealed class BuildPs1Tests : IDisposable
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Overlay.Patch, ".."));

    private readonly Scratch _scratch = new();
    private readonly StandIns _programs;

    public BuildPs1Tests()
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-ins are shell scripts");
        _programs = new StandIns(_scratch);
    }

    public void Dispose() => _scratch.Dispose();

    [SkippableFact]
    public void Help_prints_the_verbs()
    {
        Directory.CreateDirectory(_programs.Folder);
        var verbs = File.ReadAllText(Path.Combine(s_root, "docs", "verbs.txt"));
        Assert.Equal((0, verbs), Trimmed(Run("help")));
        Assert.Equal((0, verbs), Trimmed(Run()));
        var (exitCode, output) = Run("nonsense");
        Assert.Equal(2, exitCode);
        Assert.StartsWith("build.ps1: error: there is no verb \"nonsense\"", output);
        Assert.Contains(verbs, output);
        (int, string) Trimmed((int ExitCode, string Output) result) => (result.ExitCode, result.Output[..^1]);
    }

    [SkippableFact]
    public void What_is_missing_is_named_with_the_command_that_installs_it()
    {
        Directory.CreateDirectory(_programs.Folder);
        var (exitCode, output) = Run("demo");
        Assert.Equal(2, exitCode);
        Assert.Contains("cmake is missing (builds the native code).\n  winget install Kitware.CMake", output);
        _programs.Add("cmake").Add("dotnet", "echo '8.0.100 [/somewhere]'");
        Assert.Contains("the .NET 10 SDK is missing", Run("demo").Output);
    }

    [SkippableFact]
    public void Arguments_and_exit_codes_are_handed_on_as_they_are()
    {
        _programs.Add("cmake")
            .Add("dotnet", "case $1 in --list-sdks) echo '10.0.100 [/somewhere]';; build) ;; *) echo ran; exit 7;; esac");
        var (exitCode, output) = Run("demo", "--card", "my pictures");
        Assert.Equal(7, exitCode);
        Assert.Matches(@"\Abuild\.ps1: restoring and compiling \(.*\)\nran\n\z", output);
        Assert.Equal($"dotnet build|{s_root}/device/virtual-board/TinyClassify.VirtualBoard.csproj|-c|Release|--nologo|",
            _programs.Called[^2]);
        Assert.Equal($"dotnet {s_root}/device/virtual-board/bin/Release/net10.0/tinyclassify-board.dll|demo|--card|my pictures|",
            _programs.Called.Last());
        Run("test", "--all");
        Assert.Equal($"dotnet run|-c|Release|--project|{s_root}/tests/TinyClassify.TestRun/TinyClassify.TestRun.csproj|--|",
            _programs.Called.Last());
        Run("train", "--out", "runs/mine");
        Assert.Equal($"dotnet {s_root}/host-trainer/bin/Release/net10.0/tinyclassify.dll|run|--out|runs/mine|",
            _programs.Called.Last());
    }

    [SkippableFact]
    public void What_does_not_compile_is_told_and_is_no_answer_of_the_program()
    {
        _programs.Add("cmake")
            .Add("dotnet", "case $1 in --list-sdks) echo '10.0.100 [/somewhere]';; build) echo 'a.cs(1,2): error CS0001: no'; "
            + "exit 1;; esac");
        var (exitCode, output) = Run("demo");
        Assert.Equal(2, exitCode);
        Assert.Contains("it does not compile.\na.cs(1,2): error CS0001: no", output);
    }

    private (int ExitCode, string Output) Run(params string[] arguments) =>
        PowerShellEngine.Run(_scratch.Folder, _programs.Folder, Path.Combine(s_root, "build.ps1"), arguments);
}
