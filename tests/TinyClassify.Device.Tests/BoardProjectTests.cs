using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using TinyClassify.Device.Tests.ProjectSystem;

namespace TinyClassify.Device.Tests;

/// <summary>The board's projects, built as the nanoFramework extension of Visual Studio builds them.</summary>
public sealed class BoardProjectTests(BoardWorkspace workspace) : IClassFixture<BoardWorkspace>
{
    private const string App = "device/app/TinyClassify.Device.nfproj";
    private const string Frame = "device/samples/Frame/TinyClassify.Frame.nfproj";
    private const string Relay = "device/samples/Relay/TinyClassify.Relay.nfproj";
    private const string Native = "native-interop/managed/TinyClassify.Native.nfproj";

    [Theory]
    [InlineData(App)]
    [InlineData(Native)]
    [InlineData(Frame)]
    [InlineData(Relay)]
    public void Nothing_of_the_repositorys_own_settings_reaches_them(string project)
    {
        var properties = workspace.Evaluate(project, "LangVersion", "Nullable", "ImplicitUsings", "TargetFramework",
            "ManagePackageVersionsCentrally");
        Assert.Equal("9.0", properties["LangVersion"]);
        Assert.Equal(
            new()
            {
                ["LangVersion"] = "9.0", ["Nullable"] = "", ["ImplicitUsings"] = "", ["TargetFramework"] = "",
                ["ManagePackageVersionsCentrally"] = ""
            },
            properties);
    }

    [Fact]
    public void They_compile_against_the_real_mscorlib_and_the_interop_assembly_has_the_tables_of_the_native_code()
    {
        var (exitCode, output) = workspace.Build(App);
        Assert.True(exitCode == 0 && !output.Contains("warning"), output);
        Assert.True(File.Exists(Path.Combine(workspace.Root, "device/app/bin/Release/TinyClassify.Device.exe")), output);

        var path = Path.Combine(workspace.Root, "native-interop/managed/bin/Release/TinyClassify.Native.dll");
        using var file = new PEReader(File.OpenRead(path));
        var assembly = file.GetMetadataReader();
        var types = assembly.TypeDefinitions.Select(assembly.GetTypeDefinition)
            .Select(t => $"{assembly.GetString(t.Namespace)}.{assembly.GetString(t.Name)}").Where(name => name != ".<Module>")
            .ToArray();
        // As the file has them, and as the metadata processor sorts them.
        string[] first = ["TinyClassify.Native.Canvas", "TinyClassify.Native.Engine"];
        Assert.Equal(first, types.Take(2));
        Assert.Equal(first, types.Order(StringComparer.Ordinal).Take(2));

        // The runtime finds a native method by its place among all methods of the assembly, so no other may stand before or
        // between.
        var table = RepositoryRoot.Read("native-interop/interop/TinyClassify_Native.cpp");
        var listed = Regex.Matches(table, @"Library_TinyClassify_Native_(\w+)::(\w+),")
            .Select(m => (m.Groups[1].Value, m.Groups[2].Value)).ToArray();
        var face = NativeFace.ReadAssembly(path);
        Assert.Equal(listed, face.Methods);
        Assert.Equal(
            listed.Select(m => m.Item2[..m.Item2.IndexOf("___", StringComparison.Ordinal)]),
            assembly.MethodDefinitions.Take(listed.Length).Select(m => assembly.GetString(assembly.GetMethodDefinition(m).Name)));
        Assert.Equal(uint.Parse(Regex.Match(table, "0x([0-9A-F]{8}),").Groups[1].Value, NumberStyles.HexNumber), face.Checksum);
    }

    [Theory]
    [InlineData(Frame)]
    [InlineData(Relay)]
    public void Samples_compile(string project)
    {
        var (exitCode, output) = workspace.Build(project);
        Assert.True(exitCode == 0 && !output.Contains("warning"), output);
    }

    [Theory]
    [InlineData(App)]
    [InlineData(Native)]
    [InlineData(Relay)]
    public void Without_the_extension_they_are_passed_over(string project)
    {
        var (exitCode, output) = workspace.Build(project, withExtension: false);
        Assert.True(exitCode == 0, output);
        Assert.Contains("is passed over", output);
    }
}
