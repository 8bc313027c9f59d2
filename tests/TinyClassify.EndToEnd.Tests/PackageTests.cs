using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>Each package, installed from a local folder into an empty one, and run there.</summary>
public sealed class PackageTests(PackedPrograms packed, ITestOutputHelper output) : IClassFixture<PackedPrograms>
{
    [SkippableFact]
    public void The_runtime_classifies_a_picture_in_the_lines_that_its_readme_shows()
    {
        var folder = packed.NewFolder("runtime");
        var version = Version("TinyClassify.Runtime");
        File.WriteAllText(Path.Combine(folder, "try.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
            <ItemGroup><PackageReference Include="TinyClassify.Runtime" Version="{version}" /></ItemGroup></Project>
            """);
        var sample = Sample("README.md");
        Assert.Equal(5, sample.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(sample, Sample("native-interop/dotnet/PACKAGE.md"));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), sample);
        File.Copy(RepositoryRoot.Combine("native-interop", "model", "classifier.tflite"),
            Path.Combine(folder, "classifier.tflite"));
        File.Copy(RepositoryRoot.Combine("device", "card", "cat.jpg"), Path.Combine(folder, "cat.jpg"));
        var watch = Stopwatch.StartNew();
        var run = packed.Run(folder, "dotnet", "run");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Matches(@"\Acat \d+\.\d %\n(\w+ \d+\.\d %\n){2}\z", run.Output);
        output.WriteLine($"from the empty folder to the classes in {watch.Elapsed.TotalSeconds:F1} s");

        static string Sample(string file) =>
            Regex.Match(File.ReadAllText(RepositoryRoot.Combine(file)), "```csharp\n(.*?)```",
                RegexOptions.Singleline).Groups[1].Value;
    }

    [SkippableFact]
    public void The_runtimes_package_has_documentation_and_symbols_and_native_code_for_systems_alone()
    {
        var files = packed.FilesOf("TinyClassify.Runtime");
        Assert.Contains("lib/net10.0/TinyClassify.Runtime.xml", files);
        Assert.Contains("PACKAGE.md", files);
        Assert.Contains("icon.png", files);
        // A library for one system must not lie beside every program.
        Assert.DoesNotContain(files, f => Path.GetFileName(f).StartsWith("libtinyclassify", StringComparison.Ordinal)
            && !f.StartsWith("runtimes/", StringComparison.Ordinal));
        using var symbols = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(packed.Packages, "TinyClassify.Runtime.*.snupkg")));
        Assert.Contains(symbols.Entries, e => e.FullName == "lib/net10.0/TinyClassify.Runtime.pdb");
    }

    [SkippableTheory]
    [InlineData("linux-x64")]
    [InlineData("linux-arm64")]
    [InlineData("win-x64")]
    public void Both_packages_hold_the_whole_engine_for(string rid)
    {
        ForeignLibraries.RequireCompiler(rid);
        var libraries = new ForeignLibraries(packed);
        string[] names = [.. new[] { "tinyclassify", "tinyclassify_float", "tinyclassify_single" }.Select(n => rid == "win-x64"
            ? $"{n}.dll" : $"lib{n}.so")];
        var expected = libraries.Exports(Path.Combine(libraries.Extract("TinyClassify.Runtime", "linux-x64"),
            "libtinyclassify.so"));
        Assert.Contains("tc_classify_picture", expected);
        foreach (var package in new[] { "TinyClassify.Runtime", "tinyclassify" })
        {
            var folder = libraries.Extract(package, rid);
            Assert.Equal(names, Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
            Assert.All(names, name => Assert.Equal(expected, libraries.Exports(Path.Combine(folder, name))));
            // What every Windows has, and nothing of the compiler's.
            if (rid != "win-x64") continue;
            Assert.All(names.SelectMany(name => libraries.Imports(Path.Combine(folder, name))),
                needed => Assert.Contains(needed, new[] { "kernel32.dll", "msvcrt.dll" }));
        }
    }

    [SkippableFact]
    public void The_library_for_64_bit_Arm_gives_the_bytes_of_this_machine()
    {
        ForeignLibraries.RequireCompiler("linux-arm64");
        Skip.If(!ForeignLibraries.Has("qemu-aarch64-static"), "nothing runs programs of 64-bit Arm (Debian: qemu-user-static)");
        var libraries = new ForeignLibraries(packed);
        var expected = libraries.Classify("linux-x64");
        Assert.Equal(10, expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(expected, libraries.Classify("linux-arm64"));
    }

    [SkippableFact]
    public async Task The_tool_runs_the_virtual_board_and_inspects_a_model()
    {
        var folder = packed.NewFolder("tool");
        var watch = Stopwatch.StartNew();
        var installed = packed.Run(folder, "dotnet", "tool", "install", "--tool-path", "tools", "tinyclassify", "--version",
            Version("tinyclassify"));
        Assert.True(installed.ExitCode == 0, installed.Output + installed.Error);
        var tool = Path.Combine(folder, "tools", "tinyclassify");
        var demo = packed.Run(folder, tool, "demo");
        Assert.True(demo.ExitCode == 0, demo.Output + demo.Error);
        output.WriteLine($"from the empty folder to ten classified pictures in {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Contains("10 of 10 right", demo.Output);
        Assert.Equal(11, Directory.GetFiles(Path.Combine(folder, "out", "lcd"), "*.png").Length);

        var model = RepositoryRoot.Combine("native-interop", "model", "classifier.tflite");
        Assert.Equal(0, packed.Run(folder, tool, "inspect", model, "--html", "model.html").ExitCode);
        Assert.True(File.Exists(Path.Combine(folder, "model.html")));
        var train = packed.Run(folder, tool, "train");
        Assert.Equal(1, train.ExitCode);
        Assert.Contains("needs libtorch", train.Error);

        using var board = packed.Start(folder, tool, "board", "--port", "0");
        try
        {
            var line = await board.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
            var address = Regex.Match(line ?? "", @"http://[^/\s]+").Value;
            using var client = new HttpClient();
            Assert.Contains("virtual STM32F746G-Discovery", await client.GetStringAsync(address));
            // The built-in card and what was counted for the built-in model came along.
            Assert.Contains("cat.jpg", await client.GetStringAsync(address + "/api/card/files"));
            Assert.Contains("\"estimate\":{", await client.GetStringAsync(address + "/api/memory"));
        }
        finally
        {
            board.Kill(entireProcessTree: true);
        }
    }

    private string Version(string package) => packed.FileOf(package)[(package.Length + 1)..^".nupkg".Length];
}
