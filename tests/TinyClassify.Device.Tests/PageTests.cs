using System.Diagnostics;
using Xunit.Abstractions;

namespace TinyClassify.Device.Tests;

/// <summary>The page in headless Chromium (tests/board-page); skipped with a message where Node or Chromium is missing.</summary>
[Collection(AloneCollection.Name)]
public sealed class PageTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Page_does_what_the_board_does()
    {
        var chromium = Find("chromium", "chromium-browser", "google-chrome");
        Skip.If(chromium == null, "Chromium is not installed (Debian: apt install chromium)");
        Skip.If(Find("node") == null || Find("npm") == null, "Node is not installed (Debian: apt install nodejs npm)");
        var folder = RepositoryRoot.Combine("tests", "board-page");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "playwright-core")))
        {
            var (installed, messages) = await RunAsync(folder, "npm", "ci", "--no-audit", "--no-fund");
            Skip.If(installed != 0, "npm could not install tests/board-page: " + messages);
        }

        await using var board = await ServedBoard.StartAsync("cat.bmp", "dog.bmp", "ship.bmp");
        var (exitCode, lines) = await RunAsync(
            folder, "node", "page.mjs", chromium!, board.Address.AbsoluteUri, RepositoryRoot.Combine("device/card/cat.jpg"));
        output.WriteLine(lines);
        Assert.True(exitCode == 0, lines);
    }

    private static string? Find(params string[] programs) =>
        programs.SelectMany(program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)))
            .FirstOrDefault(File.Exists);

    private static async Task<(int ExitCode, string Lines)> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        // On threads of their own: an asynchronous read from a pipe holds one of the pool's, which has as few as there are processors,
        // and the board's server, in this very process, would be left without.
        var text = ReadAsync(process.StandardOutput);
        var errors = ReadAsync(process.StandardError);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end in 4 minutes");
        }

        return (process.ExitCode, await text + await errors);
    }

    private static Task<string> ReadAsync(TextReader lines) =>
        Task.Factory.StartNew(lines.ReadToEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
