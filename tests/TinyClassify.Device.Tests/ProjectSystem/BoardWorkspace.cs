using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyClassify.Device.Tests.ProjectSystem;

/// <summary>A copy of what Visual Studio sees of the board's projects: the repository with its packages restored and the
/// nanoFramework extension installed. The packages are the real mscorlib and our declarations of the other libraries.</summary>
public sealed class BoardWorkspace : IDisposable
{
    private static readonly string[] s_copied =
        ["Directory.Build.props", "Directory.Packages.props", "device/WithoutExtension.targets", "device/app", "device/samples",
            "native-interop/managed"];

    // Package and assembly, each after those that it refers to.
    private static readonly (string Package, string Assembly)[] s_libraries =
    [
        ("nanoFramework.Runtime.Events", "nanoFramework.Runtime.Events"),
        ("nanoFramework.Runtime.Native", "nanoFramework.Runtime.Native"),
        ("nanoFramework.ResourceManager", "nanoFramework.ResourceManager"),
        ("nanoFramework.System.Collections", "nanoFramework.System.Collections"),
        ("nanoFramework.System.Text", "nanoFramework.System.Text"),
        ("nanoFramework.System.Device.Gpio", "System.Device.Gpio"),
        ("nanoFramework.System.Device.I2c", "System.Device.I2c"),
        ("nanoFramework.Graphics.Core", "nanoFramework.Graphics.Core"),
        ("nanoFramework.Graphics", "nanoFramework.Graphics"),
    ];

    public BoardWorkspace()
    {
        Root = Directory.CreateTempSubdirectory("tinyclassify-board-").FullName;
        foreach (var item in s_copied) Copy(item);
        RestorePackages();
    }

    public string Root { get; }

    /// <summary>What MSBuild makes of a project before it builds it.</summary>
    public Dictionary<string, string> Evaluate(string project, params string[] properties)
    {
        var (exitCode, output) = Run(project, $"-getProperty:{string.Join(',', properties)}");
        Assert.True(exitCode == 0, output);
        using var json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("Properties").EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetString() ?? "");
    }

    /// <summary>Builds a project with what it refers to.</summary>
    public (int ExitCode, string Output) Build(string project, bool withExtension = true) =>
        Run(project, "-t:Build", withExtension);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private (int ExitCode, string Output) Run(string project, string what, bool withExtension = true)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { "msbuild", Path.Combine(Root, project), what, "-p:Configuration=Release", "-nologo", "-v:m",
                "-nodeReuse:false" },
        };
        if (withExtension)
        {
            start.ArgumentList.Add(
                $"-p:NanoFrameworkProjectSystemPath={RepositoryRoot.Combine("tests/TinyClassify.Device.Tests/ProjectSystem")}/");
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private void Copy(string item)
    {
        var source = RepositoryRoot.Combine(item);
        if (!Directory.Exists(source))
        {
            if (!File.Exists(source)) return; // An older tree: its projects build or do not build without.
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, item))!);
            File.Copy(source, Path.Combine(Root, item));
            return;
        }

        foreach (var path in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, path).Replace('\\', '/');
            if (relative.Split('/').Any(part => part is "bin" or "obj" or "packages" or "Stubs")) continue;
            var target = Path.Combine(Root, item, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }
    }

    // As Visual Studio does for packages.config: into the folder `packages` beside the solution.
    private void RestorePackages()
    {
        var versions = XDocument.Load(Path.Combine(Root, "device/app/packages.config")).Root!.Elements("package")
            .ToDictionary(e => (string)e.Attribute("id")!, e => (string)e.Attribute("version")!);
        var core = $"nanoFramework.CoreLibrary.{versions["nanoFramework.CoreLibrary"]}";
        var real = Path.Combine(
            Metadata("NuGetPackageRoot"), "nanoframework.corelibrary", versions["nanoFramework.CoreLibrary"], "lib",
            "mscorlib.dll");
        var mscorlib = PackagePath(core, "mscorlib");
        File.Copy(real, mscorlib);
        var references = new List<MetadataReference> { MetadataReference.CreateFromFile(mscorlib) };
        // All libraries of nanoFramework are signed with one key.
        var key = AssemblyName.GetAssemblyName(mscorlib).GetPublicKey()!;
        foreach (var (package, assembly) in s_libraries)
        {
            var source = RepositoryRoot.Read($"tests/TinyClassify.Device.Tests/ProjectSystem/Declarations/{assembly}.cs");
            var version = $"[assembly: System.Reflection.AssemblyVersion(\"{versions[package]}.0\")]";
            var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary).WithCryptoPublicKey([.. key])
                .WithPublicSign(true);
            var compilation = CSharpCompilation.Create(assembly, [DeviceSources.Parse(source), DeviceSources.Parse(version)],
                references, options);
            var path = PackagePath($"{package}.{versions[package]}", assembly);
            var result = compilation.Emit(path);
            Assert.True(result.Success, string.Join('\n', result.Diagnostics));
            references.Add(MetadataReference.CreateFromFile(path));
        }
    }

    private string PackagePath(string package, string assembly)
    {
        var folder = Path.Combine(Root, "packages", package, "lib");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, assembly + ".dll");
    }

    private static string Metadata(string key) =>
        typeof(BoardWorkspace).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
