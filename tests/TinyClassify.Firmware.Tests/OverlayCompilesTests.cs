using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>Every source of the overlay compiles for the Cortex-M7 with upstream's warnings, against our own
/// declarations.</summary>
public sealed class OverlayCompilesTests
{
    private static readonly string[] s_flags =
    [
        "-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard", "-fsyntax-only", "-Os", "-Wall", "-Wextra",
        "-Werror",
        "-Wundef", "-Wshadow", "-Wimplicit-fallthrough", "-fshort-wchar", "-fno-common", "-DTRUE=1", "-DFALSE=0",
    ];

    public static TheoryData<string> Sources()
    {
        var data = new TheoryData<string>();
        foreach (var file in Directory.GetFiles(Overlay.Board, "*.c*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetExtension(file) is ".c" or ".cpp") data.Add(Path.GetRelativePath(Overlay.Board, file));
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Sources))]
    public void Source_compiles(string source)
    {
        Tool.SkipWithout(Tool.ArmCompiler, "gcc-arm-none-eabi");
        using var scratch = new Scratch();
        // Each header of upstream that the overlay names becomes an empty file; declarations.h stands for all of them.
        foreach (var header in UpstreamHeaders()) scratch.Write(header, "");
        bool plus = source.EndsWith(".cpp", StringComparison.Ordinal);
        string image = source.StartsWith("nanoBooter", StringComparison.Ordinal) ? "nanoBooter" : "nanoCLR";
        string native = RepositoryRoot.Combine("native-interop");
        Tool.MustRun(Overlay.Board, plus ? "arm-none-eabi-g++" : Tool.ArmCompiler,
        [
            .. s_flags, plus ? "-std=gnu++20" : "-std=gnu11",
            "-include", RepositoryRoot.Combine("tests", "TinyClassify.Firmware.Tests", "declarations", "declarations.h"),
            "-I", Overlay.Board, "-I", Path.Combine(Overlay.Board, "common"), "-I", Path.Combine(Overlay.Board, image),
            "-I", Path.Combine(Overlay.Board, "nanoCLR", "nanoFramework.Graphics"),
            "-I", native, "-I", Path.Combine(native, "include"), "-I", Path.Combine(native, "draw"), "-I",
            Path.Combine(native, "card"),
            "-I", Path.Combine(native, "interop"), "-idirafter", scratch.Folder, source,
        ]);
    }

    [SkippableFact]
    public void Fault_handlers_assemble_and_define_every_vector()
    {
        Tool.SkipWithout(Tool.ArmCompiler, "gcc-arm-none-eabi");
        using var scratch = new Scratch();
        string handlers = scratch.File("fault_entry.o");
        Tool.MustRun(Overlay.Board, Tool.ArmCompiler, "-mcpu=cortex-m7", "-mthumb", "-c", "common/fault_entry.S", "-o", handlers);
        string symbols = Tool.MustRun(scratch.Folder, "arm-none-eabi-nm", handlers);
        foreach (var name in new[] { "NMI", "HardFault", "MemManage", "BusFault",
            "UsageFault" }) Assert.Contains($" T {name}_Handler", symbols);
        Assert.Contains(" T _unhandled_exception", symbols);
        Assert.Contains(" U FaultReport_Core", symbols);
    }

    private static IEnumerable<string> UpstreamHeaders()
    {
        var files = Directory.GetFiles(Overlay.Board, "*", SearchOption.AllDirectories);
        var own = files.Select(Path.GetFileName).ToHashSet();
        return files.Where(f => Path.GetExtension(f) is ".c" or ".cpp" or ".h")
            .SelectMany(f => Regex.Matches(File.ReadAllText(f), "#include [<\"]([^>\"]+)[>\"]")
                .Select(m => Path.GetFileName(m.Groups[1].Value)))
            .Where(name => name.Contains('.') && !own.Contains(name)
                && name is not ("string.h" or "stdint.h" or "stddef.h" or "stdbool.h"))
            .Where(name => name is not ("tc_draw.h" or "tinyclassify.h" or "board_port.h" or "image.h"))
            .Distinct();
    }
}
