using System.Diagnostics;
using System.IO.Compression;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>The packages, made once, and empty folders in which nothing else can be had.</summary>
public sealed class PackedPrograms : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyclassify-packages-").FullName;
    private readonly Lazy<string> _packages;

    public PackedPrograms() => _packages = new Lazy<string>(Pack);

    /// <summary>The folder that holds them.</summary>
    public string Packages
    {
        get
        {
            Skip.If(OperatingSystem.IsWindows(), "packages are made by a shell script");
            return _packages.Value;
        }
    }

    /// <summary>A folder that knows no packages but ours.</summary>
    public string NewFolder(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "nuget.config"),
            $"<configuration><packageSources><clear/><add key='local' value='{Packages}'/></packageSources></configuration>");
        return folder;
    }

    /// <returns>Name of the file that holds a package.</returns>
    public string FileOf(string package) =>
        Path.GetFileName(Directory.GetFiles(Packages, $"{package}.*.nupkg")
            .Single(f => char.IsDigit(Path.GetFileName(f)[package.Length + 1])));

    /// <returns>Names of what a package holds.</returns>
    public string[] FilesOf(string package)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Packages, FileOf(package)));
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    /// <summary>Runs a program to its end.</summary>
    internal ToolResult Run(string folder, string program, params string[] arguments)
    {
        using var process = Start(folder, program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }

    internal Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // A package of the same version may lie in the user's cache.
        if (folder != _folder) start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "cache");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath);
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Pack()
    {
        var packages = Path.Combine(_folder, "packages");
        var packed = Run(_folder, "bash", RepositoryRoot.Combine("packaging", "pack.sh"), "--out", packages);
        Assert.True(packed.ExitCode == 0, packed.Output + packed.Error);
        return packages;
    }
}
