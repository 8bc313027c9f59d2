using System.ComponentModel;
using System.Diagnostics;

namespace TinyClassify.Tflite.Tests;

/// <summary>Runs a program that the machine may lack.</summary>
internal static class ExternalTool
{
    /// <summary>True where the program starts and reports success for its version.</summary>
    public static bool Exists(string program, string versionArgument = "--version")
    {
        try
        {
            return Run(program, [versionArgument]).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs to the end; output is decoded as UTF-8.</summary>
    public static (int ExitCode, string Output, string Errors) Run(string program, string[] arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
