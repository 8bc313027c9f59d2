using System.ComponentModel;
using System.Diagnostics;

namespace TinyClassify.Firmware.Tests;

/// <summary>Runs other programs.</summary>
internal static class Tool
{
    public const string ArmCompiler = "arm-none-eabi-gcc";

    public static (int ExitCode, string Output) Run(string folder, string program, params string[] arguments) =>
        RunIn(folder, null, program, arguments);

    /// <param name="path">Folders in which it finds other programs; null for those of this process.</param>
    public static (int ExitCode, string Output) RunIn(string folder, string? path, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        if (path != null) start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    public static string MustRun(string folder, string program, params string[] arguments)
    {
        var (exitCode, output) = Run(folder, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    public static bool Exists(string program)
    {
        try
        {
            return Run(Path.GetTempPath(), program, "--version").ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    public static void SkipWithout(string program, string package) =>
        Skip.IfNot(Exists(program), $"{program} is not installed (Debian: {package})");
}
