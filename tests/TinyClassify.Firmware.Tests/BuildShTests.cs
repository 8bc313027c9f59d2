using System.Diagnostics;

namespace TinyClassify.Firmware.Tests;

/// <summary>build.sh with stand-ins for the programs that it calls: nothing is installed, fetched or built.</summary>
public sealed class BuildShTests : IDisposable
{
    private const string Sdk10 = "case $1 in --list-sdks) echo '10.0.100 [/somewhere]';; build) ;; *) echo ran; exit 7;; esac";
    private const string Sdk8 = "case $1 in --list-sdks) echo '8.0.100 [/somewhere]';; *) echo ran; exit 7;; esac";

    private static readonly string s_root = Path.GetFullPath(Path.Combine(Overlay.Patch, ".."));

    private readonly Scratch _scratch = new();
    private readonly StandIns _programs;

    public BuildShTests()
    {
        Skip.If(OperatingSystem.IsWindows(), "build.sh is for Linux and macOS");
        _programs = new StandIns(_scratch).Add("cmake").Add("g++").Add("ninja").Add("apt-get").Add("apt-cache", "exit 1")
            .Add("sudo", "exit 1");
    }

    public void Dispose() => _scratch.Dispose();

    [SkippableFact]
    public void A_program_is_compiled_with_a_word_and_its_exit_code_is_handed_on()
    {
        _programs.Add("dotnet", Sdk10);
        var (exitCode, output) = Run("demo", "--card", "my pictures");
        Assert.Equal(7, exitCode);
        Assert.Matches(@"build\.sh: restoring and compiling \(about a minute .*\)\nran\n\z", output);
        Assert.Equal($"dotnet {s_root}/device/virtual-board/bin/Release/net10.0/tinyclassify-board.dll|demo|--card|my pictures|",
            _programs.Called.Last());
    }

    [SkippableFact]
    public void What_does_not_compile_is_told_and_is_no_answer_of_the_program()
    {
        _programs.Add("dotnet",
            "case $1 in --list-sdks) echo '10.0.100 [/somewhere]';; build) echo 'a.cs(1,2): error CS0001: no'; exit 1;; esac");
        var (exitCode, output) = Run("demo");
        Assert.Equal(2, exitCode);
        Assert.Contains("a.cs(1,2): error CS0001: no\nbuild.sh: error: it does not compile", output);
    }

    [SkippableTheory]
    [InlineData("nonsense")]
    [InlineData("nonsense", "--install-sdk")]
    public void A_wrong_verb_is_told(params string[] arguments)
    {
        var (exitCode, output) = Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains("build.sh: error: there is no verb \"nonsense\"", output);
    }

    [SkippableFact]
    public void Without_an_sdk_the_message_says_how_to_get_one()
    {
        _programs.Add("dotnet", Sdk8);
        var (exitCode, output) = Run("demo");
        Assert.Equal(2, exitCode);
        Assert.Contains("the .NET 10 SDK is missing", output);
        Assert.Contains("./build.sh demo --install-sdk", output);
    }

    [SkippableFact]
    public void When_told_Microsofts_installer_puts_one_into_the_home_folder()
    {
        _programs.Add("dotnet", Sdk8).Add("curl", $$"""
            while [ $# -gt 0 ]; do [ "$1" = -o ] && file="$2"; shift; done
            cat >"$file" <<'END'
            mkdir -p "$4"
            cat >"$4/dotnet" <<'INNER'
            #!/bin/sh
            {{Sdk10}}
            INNER
            chmod +x "$4/dotnet"
            END
            """);
        var (exitCode, output) = Run("demo", "--install-sdk");
        Assert.True(exitCode == 7, output);
        Assert.Contains("fetching the .NET 10 SDK into", output);
        Assert.EndsWith("ran\n", output);
        Assert.True(File.Exists(_scratch.File("home/.dotnet/dotnet")));
        // Once there, it is found without being told.
        Assert.Equal(7, Run("demo").ExitCode);
        Assert.Single(_programs.Called, call => call.StartsWith("curl ", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void An_installer_that_cannot_be_fetched_is_told()
    {
        _programs.Add("dotnet", Sdk8).Add("curl", "exit 6");
        var (exitCode, output) = Run("demo", "--install-sdk");
        Assert.Equal(2, exitCode);
        Assert.Contains("cannot be fetched", output);
    }

    /// <summary>Debian's npm is 350 packages: whoever wants it has it from elsewhere.</summary>
    [SkippableFact]
    public void All_that_tests_compare_with_is_installed_but_npm()
    {
        _programs.Add("dotnet", Sdk10).Add("sudo", "exec \"$@\"").Add("apt-cache").Add("id", "echo 0");
        // Nothing but what the script itself calls: this machine may have what is to be installed.
        foreach (var name in new[] { "bash", "sh", "dirname", "mkdir", "env", "grep", "sed", "sort", "tail", "paste", "cat" })
            _programs.Link(name);
        var (exitCode, output) = RunWith(_programs.Folder, "test", "--all");
        Assert.True(exitCode == 7, output);
        var installed = Assert.Single(_programs.Called, call => call.StartsWith("apt-get install|-y|", StringComparison.Ordinal))
            .Split('|');
        string[] expected = ["gcc-arm-none-eabi", "qemu-system-arm", "clang", "flatbuffers-compiler", "xxd"];
        Assert.All(expected, name => Assert.Contains(name, installed));
        Assert.DoesNotContain("npm", installed);
        Assert.DoesNotContain("nodejs", installed);
    }

    private (int ExitCode, string Output) Run(params string[] arguments) =>
        RunWith($"{_programs.Folder}:/usr/bin:/bin", arguments);

    private (int ExitCode, string Output) RunWith(string path, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash",
            [Path.Combine(s_root, "build.sh"), .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = path;
        start.Environment["HOME"] = Directory.CreateDirectory(_scratch.File("home")).FullName;
        start.Environment.Remove("DOTNET_ROOT");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
