using System.Diagnostics;
using System.Reflection;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>The project's programs, run as processes the way a user runs them.</summary>
internal static class Tool
{
    // The limits only end a program that hangs: a busy machine may need many times what an idle one does.
    public static ToolResult Trainer(params string[] arguments) => TrainerIn("", arguments);

    public static ToolResult VirtualBoard(params string[] arguments) => VirtualBoardIn("", arguments);

    /// <param name="folder">Working directory; empty for this process's own.</param>
    public static ToolResult TrainerIn(string folder, params string[] arguments) =>
        Run(TimeSpan.FromMinutes(45), TrainerDll, arguments, folder);

    /// <inheritdoc cref="TrainerIn"/>
    public static ToolResult VirtualBoardIn(string folder, params string[] arguments) =>
        Run(TimeSpan.FromMinutes(15), Dll("device/virtual-board", "tinyclassify-board.dll"), arguments, folder);

    /// <summary>Starts the trainer and kills it (SIGKILL) after a while, unless it ends first.</summary>
    /// <returns>Whether it was killed.</returns>
    public static bool KillTrainer(TimeSpan after, params string[] arguments)
    {
        using var process = Start(TrainerDll, arguments);
        var output = Drain(process);
        var killed = !process.WaitForExit(after);
        if (killed)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        output.Wait();
        return killed;
    }

    private static string TrainerDll => Dll("host-trainer", "tinyclassify.dll");

    private static ToolResult Run(TimeSpan limit, string dll, string[] arguments, string folder)
    {
        using var process = Start(dll, arguments, folder);
        var output = Drain(process);
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{Path.GetFileName(dll)} {string.Join(' ', arguments)} ran longer than {limit}.\n{output.Result.Output}");
        }
        process.WaitForExit();
        return new(process.ExitCode, output.Result.Output, output.Result.Error);
    }

    private static Process Start(string dll, string[] arguments, string folder = "")
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = folder
        };
        start.ArgumentList.Add(dll);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // A test that lacks its data is skipped; it must not fetch them.
        start.Environment["HTTPS_PROXY"] = start.Environment["HTTP_PROXY"] = "http://127.0.0.1:9";
        return Process.Start(start)!;
    }

    private static Task<(string Output, string Error)> Drain(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        return Task.Run(async () => (await output, await error));
    }

    private static string Dll(string project, string name)
    {
        var path = RepositoryRoot.Combine(project, "bin", Metadata("Configuration"), "net10.0", name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: build the solution first.", path);
    }

    private static string Metadata(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}

internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Fails the test with the program's own words unless it ended well.</summary>
    public ToolResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
        return this;
    }
}
