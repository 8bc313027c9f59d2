using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyClassify.Device.Tests;

/// <summary>The NuGet package of the interop assembly, packed with made-up binaries: only Windows builds the real ones.</summary>
public sealed class PackageTests
{
    private static readonly XNamespace s_nuspec = "http://schemas.microsoft.com/packaging/2012/06/nuspec.xsd";

    [Fact]
    public void Description_names_the_firmwares_version_and_checksum()
    {
        var native = RepositoryRoot.Read("native-interop/interop/TinyClassify_Native.cpp");
        var checksum = Regex.Match(native, "0x[0-9A-F]{8}").Value;
        var version = Regex.Match(native, @"\{ (\d+), (\d+), (\d+), (\d+) \}").Groups.Values.Skip(1).Select(g => g.Value);
        Assert.Contains($"TinyClassify.Native v{string.Join('.', version)} (checksum {checksum})", Metadata("description"));
    }

    [Fact]
    public void Version_is_the_repositorys_and_the_dependency_the_projects()
    {
        Assert.Equal(XDocument.Parse(RepositoryRoot.Read("Directory.Build.props")).Descendants("Version").Single().Value,
            Metadata("version"));
        var wanted = XDocument.Parse(RepositoryRoot.Read("native-interop/managed/packages.config")).Root!.Elements()
            .Select(e => ((string)e.Attribute("id")!, (string)e.Attribute("version")!));
        var dependencies = Nuspec().Descendants(s_nuspec + "dependency")
            .Select(e => ((string)e.Attribute("id")!, (string)e.Attribute("version")!));
        Assert.Equal(wanted, dependencies);
    }

    [Fact]
    public async Task It_packs_with_the_assembly_and_what_nanoFramework_loads()
    {
        var folder = Directory.CreateTempSubdirectory("tinyclassify-package-").FullName;
        try
        {
            var managed = Path.Combine(folder, "native-interop", "managed");
            Directory.CreateDirectory(Path.Combine(managed, "bin", "Release"));
            foreach (var ending in new[] { "dll", "pdb", "pdbx", "pe", "xml" })
            {
                File.WriteAllText(Path.Combine(managed, "bin", "Release", $"TinyClassify.Native.{ending}"), "made up");
            }

            foreach (var name in new[] { "README.md", "TinyClassify.Native.nuspec" })
            {
                File.Copy(RepositoryRoot.Combine("native-interop", "managed", name), Path.Combine(managed, name));
            }

            File.Copy(RepositoryRoot.Combine("LICENSE"), Path.Combine(folder, "LICENSE"));
            Directory.CreateDirectory(Path.Combine(folder, "packaging"));
            File.Copy(RepositoryRoot.Combine("packaging", "icon.png"), Path.Combine(folder, "packaging", "icon.png"));
            var project = Path.Combine(folder, "pack.csproj");
            File.WriteAllText(project, """
                <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netstandard2.0</TargetFramework><NuspecFile>native-interop/managed/TinyClassify.Native.nuspec</NuspecFile>
                <NuspecProperties>repository=https://example.org/tinyclassify;commit=0123456789abcdef0123456789abcdef01234567</NuspecProperties>
                <NoBuild>true</NoBuild><IncludeBuildOutput>false</IncludeBuildOutput><TreatWarningsAsErrors>true</TreatWarningsAsErrors><NoWarn>NU5101;NU5128</NoWarn></PropertyGroup></Project>
                """);
            using var pack = Process.Start(new ProcessStartInfo("dotnet",
                ["pack", project, "-o", folder, "-nologo"])
            { RedirectStandardOutput = true })!;
            var text = await pack.StandardOutput.ReadToEndAsync();
            await pack.WaitForExitAsync();
            Assert.True(pack.ExitCode == 0, text);
            using var package = ZipFile.OpenRead(Path.Combine(folder, $"TinyClassify.Native.{Metadata("version")}.nupkg"));
            var files = package.Entries.Select(e => e.FullName).ToArray();
            Assert.Equal(5, files.Count(f => f.StartsWith("lib/TinyClassify.Native.", StringComparison.Ordinal)));
            Assert.Contains("lib/TinyClassify.Native.pe", files);
            Assert.Contains("docs/README.md", files);
            Assert.Contains("LICENSE", files);
            Assert.Contains("images/icon.png", files);
            using var nuspec = package.GetEntry("TinyClassify.Native.nuspec")!.Open();
            var packed = XDocument.Load(nuspec);
            string Packed(string name) => packed.Descendants().Single(e => e.Name.LocalName == name).Value;
            Assert.Equal("https://example.org/tinyclassify", Packed("projectUrl"));
            Assert.Equal("images/icon.png", Packed("icon"));
            Assert.Equal("docs/README.md", Packed("readme"));
            var repository = packed.Descendants().Single(e => e.Name.LocalName == "repository");
            Assert.Equal("0123456789abcdef0123456789abcdef01234567", (string?)repository.Attribute("commit"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static XDocument Nuspec() =>
        XDocument.Parse(RepositoryRoot.Read("native-interop/managed/TinyClassify.Native.nuspec"));

    private static string Metadata(string name) => Nuspec().Descendants(s_nuspec + name).Single().Value;
}
