using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TinyClassify.Device.Tests;

/// <summary>What the .nfproj files and the solution say; <see cref="BoardProjectTests"/> builds them.</summary>
public sealed class ProjectFileTests
{
    private static readonly XNamespace s_msbuild = "http://schemas.microsoft.com/developer/msbuild/2003";

    public static TheoryData<string> Projects =>
        new("device/app/TinyClassify.Device.nfproj", "native-interop/managed/TinyClassify.Native.nfproj");

    public static TheoryData<string> AllProjects =>
        new("device/app/TinyClassify.Device.nfproj", "native-interop/managed/TinyClassify.Native.nfproj",
            "device/samples/Relay/TinyClassify.Relay.nfproj",
            "device/samples/Frame/TinyClassify.Frame.nfproj");

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_source_file_is_listed_and_every_listed_file_is_there(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        var root = RepositoryRoot.Combine(folder);
        var there = DeviceSources.Files(folder).Select(path => Path.GetRelativePath(root, path).Replace('/', '\\'));
        var listed = Load(project).Descendants(s_msbuild + "Compile").Select(e => (string)e.Attribute("Include")!);
        Assert.Equal(there.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Language_and_framework_are_pinned(string project)
    {
        var file = Load(project);
        Assert.Equal("9.0", file.Descendants(s_msbuild + "LangVersion").Single().Value);
        Assert.Equal("v1.0", file.Descendants(s_msbuild + "TargetFrameworkVersion").Single().Value);
    }

    [Theory]
    [MemberData(nameof(AllProjects))]
    public void Package_versions_are_exact_and_equal_the_references(string project)
    {
        var config = XDocument.Parse(RepositoryRoot.Read(Path.GetDirectoryName(project)!, "packages.config"));
        var packages = config.Root!.Elements("package")
            .Select(e => $"{(string)e.Attribute("id")!}.{(string)e.Attribute("version")!}").ToArray();
        Assert.All(config.Root.Elements("package"), e =>
        {
            Assert.Matches(@"^\d+\.\d+\.\d+$", (string)e.Attribute("version")!);
            Assert.Equal("netnano1.0", (string)e.Attribute("targetFramework")!);
        });
        var referenced = Load(project).Descendants(s_msbuild + "HintPath")
            .Select(e => Regex.Match(e.Value, @"^(?:\.\.\\)+packages\\([^\\]+)\\lib\\").Groups[1].Value);
        Assert.Equal(packages.Order(StringComparer.Ordinal), referenced.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void All_projects_use_the_same_packages()
    {
        static Dictionary<string, string> Versions(string folder) =>
            XDocument.Parse(RepositoryRoot.Read(folder, "packages.config")).Root!.Elements("package")
                .ToDictionary(e => (string)e.Attribute("id")!, e => (string)e.Attribute("version")!);
        var app = Versions("device/app");
        Assert.All(Versions("native-interop/managed"), package => Assert.Equal(package.Value, app[package.Key]));
        foreach (var sample in Directory.GetDirectories(RepositoryRoot.Combine("device/samples")))
        {
            Assert.All(Versions(Path.GetRelativePath(RepositoryRoot.Combine(), sample)),
                package => Assert.Equal(package.Value, app[package.Key]));
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Solution_builds_and_deploys_them_and_the_filter_loads_them(string project)
    {
        var solution = RepositoryRoot.Read("TinyClassify.sln");
        var id = Load(project).Descendants(s_msbuild + "ProjectGuid").Single().Value;
        var path = project.Replace('/', '\\');
        Assert.Contains($"Project(\"{{11A8DD76-328B-46DF-9F39-F559912D0360}}\") = "
            + $"\"{Path.GetFileNameWithoutExtension(project)}\", \"{path}\", \"{id}\"", solution);
        foreach (var configuration in new[] { "Debug", "Release" })
        {
            foreach (var does in new[] { "ActiveCfg", "Build.0", "Deploy.0" })
            {
                Assert.Contains($"{id}.{configuration}|Any CPU.{does} = {configuration}|Any CPU", solution);
            }
        }

        using var filter = JsonDocument.Parse(RepositoryRoot.Read("Board.slnf"));
        Assert.Contains(path, filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray()
            .Select(e => e.GetString()));
    }

    private static XDocument Load(string project) => XDocument.Parse(RepositoryRoot.Read(project));
}
