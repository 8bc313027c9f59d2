using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>An assertion of the C library ends in a fault, which is reported, and brings no stdio into the image.</summary>
public sealed class AssertionTests
{
    [SkippableFact]
    public void Failed_assertion_traps_and_needs_no_stdio()
    {
        string wrap = Regex.Match(Overlay.Read("CMakeLists.txt"), "--wrap=__assert_func").Value;
        string symbols = Link(wrap, out string code);
        Assert.Contains("__wrap___assert_func", symbols);
        Assert.DoesNotContain("fiprintf", symbols);
        Assert.Matches(@"<__wrap___assert_func>:(\s+[0-9a-f]+:.*)*\sudf\s", code);
    }

    // What a program that asserts is made of; newlib's strtok does, and upstream's file system calls it.
    private static string Link(string wrap, out string code)
    {
        Tool.SkipWithout(Tool.ArmCompiler, "gcc-arm-none-eabi");
        using var scratch = new Scratch();
        scratch.Write("main.c", """
            #include <assert.h>
            int main(int count, char** words) { assert(count > 1 && words); return 0; }
            """);
        Tool.MustRun(scratch.Folder, Tool.ArmCompiler, "-mcpu=cortex-m7", "-mthumb", "-Os", "-ffunction-sections",
            "--specs=nano.specs", "--specs=nosys.specs", "-Wl,--no-warnings", $"-Wl,--gc-sections,{wrap}",
            Path.Combine(Overlay.Board, "nanoCLR", "assertion.c"), "main.c", "-o", "image.elf");
        code = Tool.MustRun(scratch.Folder, "arm-none-eabi-objdump", "-d", "image.elf");
        return Tool.MustRun(scratch.Folder, "arm-none-eabi-nm", "image.elf");
    }
}
