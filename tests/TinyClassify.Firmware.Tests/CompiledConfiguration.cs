using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>What upstream's sources see of a configuration header, as the preprocessor evaluates it.</summary>
internal static class CompiledConfiguration
{
    /// <summary>Value of an integer expression of macros, evaluated by the compiler.</summary>
    public static long Evaluate(string image, string header, string expression)
    {
        Tool.SkipWithout(Tool.ArmCompiler, "gcc-arm-none-eabi");
        using var scratch = new Scratch();
        foreach (var name in new[] { "target_platform.h", "ch.h" }) scratch.Write(name, "");
        // Names of ChibiOS that the headers choose from.
        scratch.Write("value.c", $"#define TRUE 1\n#define FALSE 0\n#include \"{header}\"\nvalue {expression}\n");
        var output = Tool.MustRun(scratch.Folder, Tool.ArmCompiler, "-E", "-P", "-I", scratch.Folder,
            "-I", Path.Combine(Overlay.Board, image), "-I", Path.Combine(Overlay.Board, "common"), "-I", Overlay.Board,
            "value.c");
        var value = Regex.Match(output, "^value (.*)$", RegexOptions.Multiline).Groups[1].Value.Trim();
        return long.TryParse(value, out var number) ? number
            : throw new InvalidOperationException($"{expression} is '{value}', no number");
    }
}
