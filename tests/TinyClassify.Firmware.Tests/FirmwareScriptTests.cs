namespace TinyClassify.Firmware.Tests;

/// <summary>firmware.sh on a made-up checkout, with stand-ins for the programs of nf-interpreter's build.</summary>
public sealed class FirmwareScriptTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly StandIns _programs;

    public FirmwareScriptTests()
    {
        Skip.If(OperatingSystem.IsWindows(), "firmware.sh is for Linux");
        _scratch.Write("nf/targets/ChibiOS/CMakeLists.txt", "# made up\n");
        _scratch.Write("nf/InteropAssemblies/README.md", "made up\n");
        _scratch.Write("nf/targets-community/CMakePresets.json", "{}");
        _scratch.Write("nf/config/user-prefs.json", "{}");
        _scratch.Write("nf/config/user-tools-repos.json", "{}");
        _programs = new StandIns(_scratch).Add("ninja").Add("python3").Add("arm-none-eabi-gcc")
            .Add("git", "grep '^commit' '" + Path.Combine(Overlay.Patch, "UPSTREAM") + "' | sed 's/commit *//'");
    }

    public void Dispose() => _scratch.Dispose();

    [SkippableFact]
    public void What_nf_interpreters_build_needs_is_told_before_anything_is_written()
    {
        _programs.Add("cmake", "echo cmake version 3.25.1").Add("python3", "exit 1");
        File.Delete(_scratch.File("nf/config/user-prefs.json"));
        File.Delete(_scratch.File("nf/targets-community/CMakePresets.json"));
        var (exitCode, output) = Run("nf");
        Assert.Equal(1, exitCode);
        Assert.Contains("CMake 3.30 or newer (here: 3.25.1", output);
        Assert.Contains("kconfiglib", output);
        Assert.Contains("targets-community, a submodule (git -C ", output);
        Assert.Contains("config/user-prefs.json (copy config/user-prefs.TEMPLATE.json", output);
        Assert.False(Directory.Exists(_scratch.File("nf/targets/ChibiOS/ST_STM32F746G_DISCOVERY")));
    }

    [SkippableFact]
    public void Both_images_are_built_by_nf_interpreters_own_commands()
    {
        _programs.Add("cmake", "[ \"$1\" != --version ] || echo cmake version 3.31.6");
        var (exitCode, output) = Run("nf");
        Assert.Equal(
            [
                "cmake --preset|ST_STM32F746G_DISCOVERY|-B|build|", "cmake --build|build|",
                "cmake --preset|ST_STM32F746G_DISCOVERY|-B|build-without|-DTINYCLASSIFY_RUNTIME=none|-DNF_INTEROP_ASSEMBLIES=|",
                "cmake --build|build-without|",
            ],
            _programs.Called.Where(call => call.StartsWith("cmake") && call != "cmake --version|"));
        Assert.True(File.Exists(_scratch.File("nf/targets/ChibiOS/ST_STM32F746G_DISCOVERY/defconfig")));
        // The stand-in builds nothing, and the sizes say so.
        Assert.NotEqual(0, exitCode);
        Assert.Contains("sizes: error:", output);
    }

    [SkippableFact]
    public void Build_that_fails_ends_with_its_errors_and_the_log()
    {
        _programs.Add("cmake",
            "case $1 in --version) echo cmake version 3.31.6;; --build) echo 'region flash0 overflowed by 12 bytes'; exit 1;; "
            + "esac");
        var (exitCode, output) = Run("nf");
        Assert.Equal(1, exitCode);
        Assert.Contains("region flash0 overflowed by 12 bytes", output);
        Assert.Contains($"the whole text is in {_scratch.File("nf/build.log")}", output);
    }

    [SkippableTheory]
    [InlineData("2 folders were given, one is wanted", "nf", "nf")]
    [InlineData("nowhere is no folder", "nowhere")]
    [InlineData("there is no option --fast", "--fast", "nf")]
    public void Wrong_use_is_told(string expected, params string[] arguments)
    {
        var (exitCode, output) = Run(arguments);
        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output);
        Assert.Contains("usage: ./build.sh firmware NF_INTERPRETER_DIR", output);
    }

    private (int ExitCode, string Output) Run(params string[] arguments) =>
        Tool.RunIn(_scratch.Folder, _programs.Folder + ":/usr/bin:/bin", "/usr/bin/env",
            ["bash", Path.Combine(Overlay.Patch, "firmware.sh"), .. arguments]);
}
