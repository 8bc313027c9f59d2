using System.Reflection;
using System.Text.RegularExpressions;
using TinyClassify.Native;

namespace TinyClassify.Device.Tests;

/// <summary>Managed and native halves of the interop assembly in step; the board refuses them otherwise.</summary>
public sealed class InteropTests
{
    private const string Folder = "native-interop/interop";

    /// <summary>With TINYCLASSIFY_WRITE_STUBS=1 in the environment they are written anew, as nanoFramework's metadata processor
    /// would.</summary>
    [Fact]
    public void Stubs_are_those_of_the_managed_face()
    {
        var info = RepositoryRoot.Read("native-interop/managed/Properties/AssemblyInfo.cs");
        var version = Regex.Match(info, "AssemblyNativeVersion\\(\"([^\"]+)\"\\)").Groups[1].Value;
        foreach (var (name, text) in StubWriter.Files(NativeFace.Read("native-interop/managed"), version))
        {
            if (Environment.GetEnvironmentVariable("TINYCLASSIFY_WRITE_STUBS") == "1") File.WriteAllText(
                RepositoryRoot.Combine(Folder, name), text);
            Assert.Equal(text, RepositoryRoot.Read($"{Folder}/{name}"));
        }
    }

    [Fact]
    public void Every_method_has_a_body()
    {
        foreach (var (type, method) in NativeFace.Read("native-interop/managed").Methods)
        {
            var name = method[..method.IndexOf("___", StringComparison.Ordinal)];
            Assert.Contains($"signed int {type.Split('_')[^1]}::{name}(",
                RepositoryRoot.Read($"{Folder}/TinyClassify_Native_{type}.cpp"));
        }
    }

    [Theory]
    [InlineData("Engine", typeof(Engine))]
    [InlineData("Canvas", typeof(Canvas))]
    [InlineData("MemoryCard", typeof(MemoryCard))]
    [InlineData("Startup", typeof(Startup))]
    public void Virtual_board_has_the_same_face(string name, Type type)
    {
        var names = new Dictionary<Type, string>
        {
            [typeof(int)] = "I4", [typeof(byte[])] = "SZARRAY_U1", [typeof(ushort[])] = "SZARRAY_U2", [typeof(int[])] =
                "SZARRAY_I4",
        };
        var there = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName)
            .Select(m => (m.Name, Types: m.GetParameters().Select(p => p.ParameterType).Prepend(m.ReturnType)))
            .Select(m => $"{m.Name}___STATIC__{string.Join("__", m.Types.Select(t => names[t]))}");
        var board = NativeFace.Read("native-interop/managed").Methods.Where(m => m.Class.EndsWith(name, StringComparison.Ordinal))
            .Select(m => m.Method);
        Assert.Equal(board.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Engine", typeof(Engine))]
    [InlineData("Canvas", typeof(Canvas))]
    [InlineData("MemoryCard", typeof(MemoryCard))]
    [InlineData("Startup", typeof(Startup))]
    public void Constants_of_both_faces_are_equal(string file, Type type)
    {
        var source = RepositoryRoot.Read($"native-interop/managed/{file}.cs");
        var board = Regex.Matches(source, @"public const int (\w+) = (-?\d+);")
            .ToDictionary(m => m.Groups[1].Value, m => int.Parse(m.Groups[2].Value));
        var there = type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral)
            .ToDictionary(f => f.Name, f => (int)f.GetRawConstantValue()!);
        Assert.Equal(board.OrderBy(p => p.Key), there.OrderBy(p => p.Key));
        Assert.NotEmpty(there);
    }

    [Fact]
    public void Native_constants_are_those_of_the_face()
    {
        var header = RepositoryRoot.Read("native-interop/interop/board_runtime.h");
        Assert.Contains($"kInterfaceVersion = {Engine.InterfaceVersion};", header);
        Assert.Contains($"kModelFactCount = {ModelFact.Count};", header);
        Assert.Contains($"kTopCount = {PictureFact.TopCount};", header);
        Assert.Contains("kPictureFactCount = 3 + 3 * kTopCount;", header);
        Assert.Equal(3 + 3 * PictureFact.TopCount, PictureFact.Count);
        var fonts = RepositoryRoot.Read("native-interop/draw/tc_draw.h");
        Assert.Contains($"TCD_FONT_SMALL = {Canvas.SmallFont},", fonts);
        Assert.Contains($"TCD_FONT_BODY = {Canvas.BodyFont},", fonts);
        Assert.Contains($"TCD_FONT_TITLE = {Canvas.TitleFont},", fonts);
        Assert.Contains($"TCD_FONT_ICON = {Canvas.IconFont},", fonts);
    }

    [Fact]
    public void Virtual_board_has_the_boards_memory()
    {
        var header = RepositoryRoot.Read("native-interop/interop/board_memory.h");
        int Size(string name) => int.Parse(Regex.Match(header, name + @" = (\d+) \* 1024;").Groups[1].Value) * 1024;
        Assert.Equal(BoardMemory.ModelMemoryBytes, Size("kModelMemoryBytes"));
        Assert.Equal(BoardMemory.WorkspaceBytes, Size("kWorkspaceBytes"));
        Assert.Equal(BoardMemory.ListBytes, Size("kListBytes"));
        Assert.Equal(BoardMemory.ModelSlotBytes, Size("kModelSlotBytes"));
    }
}
