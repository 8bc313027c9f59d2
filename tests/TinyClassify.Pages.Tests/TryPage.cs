using System.Diagnostics;
using Microsoft.Playwright;

namespace TinyClassify.Pages.Tests;

/// <summary>The page to try models on, made once by its command; tests are skipped where emscripten is not installed.</summary>
public sealed class TryPage : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyclassify-page-").FullName;
    private readonly Lazy<string> _address;

    public TryPage() => _address = new Lazy<string>(Make);

    /// <summary>Opens it from the file, as who has no server does, and waits until its own pictures are classified.</summary>
    public async Task<IPage> OpenAsync(Browser browser)
    {
        var page = await browser.OpenAsync("");
        page.Request += (_, request) => Requests.Enqueue(request.Url);
        await page.GotoAsync(Address);
        await IsReadyAsync(page);
        return page;
    }

    public string Address
    {
        get
        {
            var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            Skip.If(!folders.Any(folder => File.Exists(Path.Combine(folder, "emcc"))),
                "emscripten is not installed (Debian: apt-get install emscripten)");
            return _address.Value;
        }
    }

    /// <summary>What pages have asked for.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Requests { get; } = new();

    public static Task IsReadyAsync(IPage page) => page.UntilAsync("document.body.dataset.ready === 'yes'");

    public static async Task DropAsync(IPage page, string name, byte[] contents, string type = "") =>
        await page.DispatchEventAsync("#drop", "drop", new { dataTransfer = await Film.FileAsync(page, name, contents, type) });

    /// <summary>Waits until an element says something.</summary>
    public static async Task SaysAsync(IPage page, string id, string text)
    {
        try
        {
            await page.UntilAsync("([id, wanted]) => document.getElementById(id).textContent.includes(wanted)",
                new[] { id, text }, 60_000);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"waited for '{text}', saw '{await page.TextContentAsync("#" + id)}'");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Make()
    {
        var file = Path.Combine(_folder, "index.html");
        var start = new ProcessStartInfo("bash", [RepositoryRoot.Combine("pages", "try", "make.sh"), "--out",
            file])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder)); // Nothing beside it.
        return new Uri(file).AbsoluteUri;
    }
}
