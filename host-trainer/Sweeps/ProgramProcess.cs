using System.Diagnostics;
using System.Reflection;

namespace TinyClassify.Trainer.Sweeps;

/// <summary>This program once more, as a process: libtorch's memory goes back, and a crash takes nothing else with it.</summary>
internal static class ProgramProcess
{
    /// <returns>Exit code, and the last line that it wrote to its standard error, which is passed on.</returns>
    public static async Task<(int ExitCode, string Error)> RunAsync(IEnumerable<string> arguments, CancellationToken cancel)
    {
        // Either the program's own executable, or dotnet, which is given the program's library first.
        var executable = Environment.ProcessPath!;
        var start = new ProcessStartInfo(executable) { RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(executable) == "dotnet")
            start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var last = "";
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not { Length: > 0 } text)
                return;
            Console.Error.WriteLine(text);
            last = text;
        };
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // On a terminal it was interrupted as well; otherwise this is the only way to reach it. Its state is on the disk.
            process.Kill(entireProcessTree: true);
            throw;
        }
        return (process.ExitCode, last);
    }
}
