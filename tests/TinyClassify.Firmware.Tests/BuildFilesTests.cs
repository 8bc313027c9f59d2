using System.Text.Json;
using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>What CMake will look for is there.</summary>
public sealed class BuildFilesTests
{
    [Fact]
    public void Every_source_that_cmake_names_exists()
    {
        foreach (var folder in new[] { "", "common", "nanoBooter", "nanoCLR" })
        {
            var named = Regex.Matches(Overlay.Read(folder, "CMakeLists.txt"),
                @"\$\{CMAKE_CURRENT_SOURCE_DIR\}/([\w/]+\.(?:cpp|c|S))").Select(m => m.Groups[1].Value).ToArray();
            Assert.NotEmpty(named);
            Assert.All(named, file => Assert.True(File.Exists(Path.Combine(Overlay.Board, folder, file)),
                $"{folder}/{file} is missing"));
        }
    }

    [Fact]
    public void Display_and_touch_sources_exist()
    {
        var names = Regex.Matches(Overlay.Read("CMakeLists.txt"), @"set\((?:GRAPHICS|TOUCHPANEL)_\w+ (\w+\.cpp)\)")
            .Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(4, names.Length);
        Assert.All(names, name =>
            Assert.True(File.Exists(Path.Combine(Overlay.Board, "nanoCLR", "nanoFramework.Graphics", name)), name));
    }

    [Fact]
    public void Preset_names_the_configuration_and_the_interop_assembly()
    {
        using var presets = JsonDocument.Parse(Overlay.Read("CMakePresets.json"));
        var variables = presets.RootElement.GetProperty("configurePresets")[0].GetProperty("cacheVariables");
        Assert.True(File.Exists(Path.Combine(Overlay.Files, variables.GetProperty("NF_TARGET_DEFCONFIG").GetString()!)));
        var assembly = variables.GetProperty("NF_INTEROP_ASSEMBLIES").GetString()!;
        Assert.True(File.Exists(Path.Combine(Overlay.Files, "CMake", "Modules", $"FindINTEROP-{assembly}.cmake")));
        Assert.True(Directory.Exists(Path.Combine(Overlay.Files, "InteropAssemblies", assembly)));
    }

    [Fact]
    public void Users_presets_include_the_boards()
    {
        using var presets = JsonDocument.Parse(File.ReadAllText(Path.Combine(Overlay.Files, "CMakeUserPresets.json")));
        Assert.True(File.Exists(Path.Combine(Overlay.Files, presets.RootElement.GetProperty("include")[0].GetString()!)));
    }

    [Fact]
    public void Debug_builds_have_their_linker_scripts()
    {
        foreach (var script in new[] { "nanoBooter/STM32F746xx_booter", "nanoCLR/STM32F746xx_CLR" })
            Assert.Contains($"INCLUDE {Path.GetFileName(script)}.ld", Overlay.Read(script + "-DEBUG.ld"));
    }

    /// <summary>ChibiOS' too, since upstream follows a branch of it.</summary>
    [Fact]
    public void Upstream_is_one_full_commit_and_so_is_its_kernel()
    {
        var upstream = File.ReadAllText(Path.Combine(Overlay.Patch, "UPSTREAM"));
        Assert.Matches(@"(?m)^commit\s+[0-9a-f]{40}$", upstream);
        Assert.Matches(@"(?m)^chibios\s+\S+\s+[0-9a-f]{40}$", upstream);
    }

    /// <summary>Whichever of the two files of that name an image finds first, it must not take the other's name.</summary>
    [Fact]
    public void Both_images_name_themselves_alike()
    {
        var names = new[] { "nanoBooter", "nanoCLR" }.Select(image =>
            Regex.Match(Overlay.Read(image, "target_board.h.in"), "OEMSYSTEMINFOSTRING (\".*\")").Groups[1].Value).ToArray();
        Assert.Equal(names[0], names[1]);
        Assert.DoesNotContain("nanoBooter", names[0]);
        Assert.DoesNotContain("nanoCLR", names[0]);
    }

    /// <summary>Builds with another runtime have folders of their own: no output may go to the first one's.</summary>
    [Fact]
    public void Outputs_go_to_the_build_folder_whatever_it_is_called() =>
        Assert.DoesNotContain("${CMAKE_SOURCE_DIR}/build", Overlay.Read("CMakeLists.txt"));

    [Fact]
    public void Connecting_the_card_is_locked_for_every_caller()
    {
        Assert.Contains("--wrap=sdcConnect,--wrap=sdcDisconnect", Overlay.Read("CMakeLists.txt"));
        Assert.Contains("${WRAP}", Overlay.Read("CMakeLists.txt"));
    }
}
