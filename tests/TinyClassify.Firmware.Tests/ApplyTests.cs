using System.Security.Cryptography;

namespace TinyClassify.Firmware.Tests;

/// <summary>apply.sh and apply.ps1 on a made-up checkout that has what the scripts look at, and upstream's ignored
/// paths.</summary>
public abstract class ApplyTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly string _tree;

    protected ApplyTests()
    {
        _tree = _scratch.File("nf");
        _scratch.Write("nf/targets/ChibiOS/CMakeLists.txt", "# made up\n");
        _scratch.Write("nf/InteropAssemblies/README.md", "made up\n");
        _scratch.Write("nf/.gitignore",
            "InteropAssemblies/*\n!InteropAssemblies/README.md\nCMake/Modules/FindINTEROP*.cmake\nCMakeUserPresets.json\n");
        Skip.IfNot(Tool.Exists("git"), "git is not installed");
        Git("init", "-q");
        Git("add", ".");
        Git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "made up");
    }

    /// <summary>The script's file name.</summary>
    protected abstract string Name { get; }

    /// <summary>Runs the script.</summary>
    /// <param name="arguments">As apply.sh takes them.</param>
    protected abstract (int ExitCode, string Output) RunScript(string folder, string[] arguments);

    public void Dispose() => _scratch.Dispose();

    [SkippableFact]
    public void Another_commit_is_refused_with_both_named()
    {
        var (exitCode, output) = Run();
        Assert.Equal(1, exitCode);
        Assert.Contains(Git("rev-parse", "HEAD").Trim(), output);
        Assert.Contains("a3e8139a1ba778e33ca81b023099765eada6c456", output);
        Assert.Equal("", Git("status", "--short", "--ignored"));
    }

    [SkippableFact]
    public void Status_shows_added_files_of_the_board_only()
    {
        Apply();
        Assert.Equal("?? targets/ChibiOS/ST_STM32F746G_DISCOVERY/\n", Git("status", "--short"));
        Assert.True(File.Exists(Path.Combine(_tree, "CMake/Modules/FindINTEROP-TinyClassify.Native.cmake")));
        Assert.True(File.Exists(Path.Combine(_tree,
            "InteropAssemblies/TinyClassify.Native/native-interop/include/tinyclassify.h")));
    }

    [SkippableFact]
    public void Tests_and_golden_files_stay_behind()
    {
        Apply();
        var native = Path.Combine(_tree, "InteropAssemblies/TinyClassify.Native/native-interop");
        Assert.Empty(Directory.GetFiles(native, "*_test.cc", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetDirectories(native, "golden", SearchOption.AllDirectories));
    }

    [SkippableFact]
    public void Second_run_writes_nothing()
    {
        Apply();
        Assert.Contains(" 0 written, 0 removed", Apply());
    }

    [SkippableFact]
    public void Undo_leaves_the_tree_as_it_was()
    {
        var before = Files();
        Apply();
        Assert.Equal(0, Run("--undo").ExitCode);
        Assert.Equal(before, Files());
        Assert.Equal("", Git("status", "--short", "--ignored"));
    }

    [SkippableFact]
    public void Undo_keeps_and_names_a_file_that_was_changed()
    {
        Apply();
        File.AppendAllText(Path.Combine(_tree, "targets/ChibiOS/ST_STM32F746G_DISCOVERY/defconfig"), "# mine\n");
        var (exitCode, output) = Run("--undo");
        Assert.Equal(3, exitCode);
        Assert.Contains("kept targets/ChibiOS/ST_STM32F746G_DISCOVERY/defconfig", output);
        Assert.Equal("?? targets/ChibiOS/ST_STM32F746G_DISCOVERY/\n", Git("status", "--short", "--ignored"));
    }

    [SkippableFact]
    public void Changed_file_is_not_overwritten_unless_forced()
    {
        Apply();
        var file = Path.Combine(_tree, "targets/ChibiOS/ST_STM32F746G_DISCOVERY/defconfig");
        var ours = File.ReadAllText(file);
        File.AppendAllText(file, "# mine\n");
        var (exitCode, output) = Run("--any-commit");
        Assert.Equal(1, exitCode);
        Assert.Contains($"defconfig exists and is not as {Name} left it", output);
        Assert.Equal(0, Run("--any-commit", "--force").ExitCode);
        Assert.Equal(ours, File.ReadAllText(file));
    }

    [SkippableFact]
    public void Users_own_presets_are_not_touched()
    {
        _scratch.Write("nf/CMakeUserPresets.json", "{}");
        var (exitCode, output) = Run("--any-commit");
        Assert.Equal(1, exitCode);
        Assert.Contains("CMakeUserPresets.json is yours", output);
        Assert.Equal("{}", File.ReadAllText(Path.Combine(_tree, "CMakeUserPresets.json")));
        Assert.False(Directory.Exists(Path.Combine(_tree, "targets/ChibiOS/ST_STM32F746G_DISCOVERY")));
    }

    [SkippableFact]
    public void File_of_an_earlier_version_is_removed()
    {
        Apply();
        const string Old = "targets/ChibiOS/ST_STM32F746G_DISCOVERY/old.c";
        _scratch.Write("nf/" + Old, "");
        var manifest = Path.Combine(_tree, "InteropAssemblies/TinyClassify.Native/applied.sha256");
        File.AppendAllText(manifest, $"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  {Old}\n");
        Assert.Contains("1 removed", Apply());
        Assert.False(File.Exists(Path.Combine(_tree, Old)));
    }

    [SkippableTheory]
    [InlineData("--undo", "nothing of TinyClassify is in")]
    [InlineData("--wrong", "rong")]
    public void Wrong_use_is_told(string option, string expected)
    {
        var (exitCode, output) = Run(option);
        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output);
        Assert.Equal("", Git("status", "--short", "--ignored"));
    }

    [SkippableFact]
    public void Copying_that_was_cut_off_is_completed_by_a_second_run()
    {
        Apply();
        var whole = Files();
        File.Delete(Path.Combine(_tree, "targets/ChibiOS/ST_STM32F746G_DISCOVERY/defconfig"));
        Assert.Contains(" 1 written, 0 removed", Apply());
        Assert.Equal(whole, Files());
    }

    [SkippableFact]
    public void Update_that_was_cut_off_is_completed_or_undone()
    {
        var file = "targets/ChibiOS/ST_STM32F746G_DISCOVERY/target_common.c";
        var blocked = Path.Combine(_tree, "targets/ChibiOS/ST_STM32F746G_DISCOVERY/nanoCLR");
        foreach (var undo in new[] { false, true })
        {
            Apply();
            var whole = Files();
            var manifest = Path.Combine(_tree, "InteropAssemblies/TinyClassify.Native/applied.sha256");
            var older = Convert.ToHexString(SHA256.HashData("older"u8)).ToLowerInvariant();
            File.WriteAllLines(manifest, Manifest().Select(line => line.EndsWith("  " + file, StringComparison.Ordinal)
                ? $"{older}  {file}" : line));
            _scratch.Write("nf/" + file, "older");
            Directory.Delete(blocked, recursive: true);
            File.WriteAllText(blocked, "");
            Assert.NotEqual(0, Run("--any-commit").ExitCode);
            Assert.Equal("older", File.ReadAllText(Path.Combine(_tree, file)));

            File.Delete(blocked);
            if (undo)
            {
                Assert.Equal(0, Run("--undo").ExitCode);
                Assert.Equal("", Git("status", "--short", "--ignored"));
            }
            else
            {
                Apply();
                Assert.Equal(whole, Files());
                Assert.NotEqual("older", File.ReadAllText(Path.Combine(_tree, file)));
            }
        }
    }

    [SkippableFact]
    public void Folder_in_a_files_place_is_refused_before_anything_is_written()
    {
        _scratch.Write("nf/CMakeUserPresets.json/mine", "");
        var (exitCode, output) = Run("--any-commit", "--force");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("CMakeUserPresets.json is a folder where a file is to come", output);
        Assert.False(Directory.Exists(Path.Combine(_tree, "targets/ChibiOS/ST_STM32F746G_DISCOVERY")));
    }

    [SkippableFact]
    public void Either_script_puts_in_and_lists_the_same_and_undoes_the_others()
    {
        Apply();
        using ApplyTests other = this is ApplyShTests ? new ApplyPs1Tests() : new ApplyShTests();
        other.Apply();
        Assert.Equal(Files().Select(f => f[_tree.Length..]), other.Files().Select(f => f[other._tree.Length..]));
        Assert.Equal(Manifest(), other.Manifest());
        Assert.Equal(0, RunScript(other._tree, ["--undo", other._tree]).ExitCode);
        Assert.Equal("", other.Git("status", "--short", "--ignored"));
    }

    [SkippableFact]
    public void Folder_that_is_no_checkout_is_refused()
    {
        var (exitCode, output) = RunScript(_scratch.Folder, [_scratch.Folder]);
        Assert.Equal(1, exitCode);
        Assert.Contains("does not look like a checkout of nf-interpreter", output);
    }

    private string Apply()
    {
        var (exitCode, output) = Run("--any-commit");
        Assert.True(exitCode == 0, output);
        return output;
    }

    // By its relative path: the scripts must not look for it elsewhere.
    private (int ExitCode, string Output) Run(params string[] options) => RunScript(_scratch.Folder, [.. options, "nf"]);

    private string Git(params string[] arguments) => Tool.MustRun(_tree, "git", arguments);

    private string[] Manifest() => File.ReadAllLines(Path.Combine(_tree, "InteropAssemblies/TinyClassify.Native/applied.sha256"))
        .Order(StringComparer.Ordinal).ToArray();

    private string[] Files() => Directory.GetFileSystemEntries(_tree, "*", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/.git/")).Order(StringComparer.Ordinal).ToArray();
}
