using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using TinyClassify.Native;

namespace TinyClassify.Device.Tests;

/// <summary>Managed and native halves of the interop assembly in step; the board refuses them otherwise.</summary>
public sealed class InteropTests
{
    private static readonly string s_table = RepositoryRoot.Read("native-interop/interop/TinyClassify_Native.cpp");

    [Fact]
    public void Method_table_lists_the_methods_in_order()
    {
        var listed = Regex.Matches(s_table, @"Library_TinyClassify_Native_(\w+)::(\w+),").Select(m => (m.Groups[1].Value, m.Groups[2].Value));
        Assert.Equal(NativeFace.Read("native-interop/managed").Methods, listed);
    }

    [Fact]
    public void Checksum_is_that_of_the_methods()
    {
        var committed = uint.Parse(Regex.Match(s_table, "0x([0-9A-F]{8}),").Groups[1].Value, NumberStyles.HexNumber);
        Assert.Equal(NativeFace.Read("native-interop/managed").Checksum, committed);
    }

    [Fact]
    public void Native_version_is_the_assemblys()
    {
        var info = RepositoryRoot.Read("native-interop/managed/Properties/AssemblyInfo.cs");
        var version = Regex.Match(info, "AssemblyNativeVersion\\(\"([^\"]+)\"\\)").Groups[1].Value;
        Assert.Contains($"{{ {version.Replace(".", ", ")} }}", s_table);
    }

    [Fact]
    public void Every_method_is_declared_marshalled_and_has_a_body()
    {
        foreach (var (type, method) in NativeFace.Read("native-interop/managed").Methods)
        {
            var name = method[..method.IndexOf("___", StringComparison.Ordinal)];
            var shortType = type.Split('_')[^1];
            string Source(string suffix) => RepositoryRoot.Read($"native-interop/interop/TinyClassify_Native_{type}{suffix}");
            Assert.Contains($"NANOCLR_NATIVE_DECLARE({method});", RepositoryRoot.Read("native-interop/interop/TinyClassify_Native.h"));
            Assert.Contains($"static signed int {name}( ", Source(".h"));
            Assert.Contains($"Library_TinyClassify_Native_{type}::{method}( CLR_RT_StackFrame& stack )", Source("_mshl.cpp"));
            Assert.Contains($"signed int {shortType}::{name}(", Source(".cpp"));
        }
    }

    [Theory]
    [InlineData("Engine", typeof(Engine))]
    [InlineData("Canvas", typeof(Canvas))]
    public void Virtual_board_has_the_same_face(string name, Type type)
    {
        var names = new Dictionary<Type, string>
        {
            [typeof(int)] = "I4", [typeof(byte[])] = "SZARRAY_U1", [typeof(ushort[])] = "SZARRAY_U2", [typeof(int[])] = "SZARRAY_I4",
        };
        var there = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => !m.IsSpecialName).Select(m =>
            $"{m.Name}___STATIC__{string.Join("__", m.GetParameters().Select(p => p.ParameterType).Prepend(m.ReturnType).Select(t => names[t]))}");
        var board = NativeFace.Read("native-interop/managed").Methods.Where(m => m.Class.EndsWith(name, StringComparison.Ordinal)).Select(m => m.Method);
        Assert.Equal(board.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Engine", typeof(Engine))]
    [InlineData("Canvas", typeof(Canvas))]
    public void Constants_of_both_faces_are_equal(string file, Type type)
    {
        var source = RepositoryRoot.Read($"native-interop/managed/{file}.cs");
        var board = Regex.Matches(source, @"public const int (\w+) = (\d+);").ToDictionary(m => m.Groups[1].Value, m => int.Parse(m.Groups[2].Value));
        var there = type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).ToDictionary(f => f.Name, f => (int)f.GetRawConstantValue()!);
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
        Assert.Equal(BoardMemory.FileSlotBytes, Size("kFileSlotBytes"));
        Assert.Equal(BoardMemory.ModelSlotBytes, Size("kModelSlotBytes"));
    }
}
