using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace TinyClassify.Pages.Tests;

/// <summary>Headless Chromium of this machine, one for all tests; they are skipped with a message where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _errors = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Executable() is not { } chromium) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            // Root has no sandbox to give; the camera is a drawn one.
            Args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser != null) await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a page whose scripts may not fail.</summary>
    public async Task<IPage> OpenAsync(string address, int width = 1200, int height = 900, ColorScheme scheme = ColorScheme.Dark,
        bool touch = false)
    {
        Skip.If(_browser == null, "Chromium is not installed (Debian: apt-get install chromium)");
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, HasTouch = touch, IsMobile = touch,
            Permissions = ["camera"],
        });
        context.SetDefaultTimeout(180_000); // Only ends what hangs: a busy machine may need many times what an idle one does.
        var page = await context.NewPageAsync();
        page.PageError += (_, message) => _errors.Enqueue($"{page.Url}: {message}");
        if (address.Length > 0) await page.GotoAsync(address);
        return page;
    }

    /// <summary>Fails where a script of a page threw since this was last asked.</summary>
    public void RequireNoErrors()
    {
        var errors = new List<string>();
        while (_errors.TryDequeue(out var error)) errors.Add(error);
        Assert.True(errors.Count == 0, string.Join("\n", errors));
    }

    /// <summary>Looks at a page as its readers do: wide and on a phone, dark and light. Nothing may scroll sideways, and axe,
    /// which checks what screen readers and tired eyes need, may find nothing serious. Screenshots go to out/pages.</summary>
    /// <param name="prepare">Waits until there is something to look at.</param>
    public async Task LookAsync(string name, string address, Func<IPage, Task>? prepare = null)
    {
        var folder = Directory.CreateDirectory(RepositoryRoot.Combine("out", "pages")).FullName;
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 1280, 390 })
            {
                var page = await OpenAsync(address, width, 900, scheme);
                if (prepare != null) await prepare(page);
                var look = $"{name}, {width} pixels, {scheme}";
                await page.ScreenshotAsync(new()
                {
                    Path = Path.Combine(folder,
                    $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true
                });
                var widest = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                Assert.True(widest <= width, $"{look}: the page is {widest} pixels wide");
                var cut = await page.EvaluateAsync<string[]>("""
                    () => [...document.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0).flatMap((svg) => {
                      const frame = svg.getBoundingClientRect();
                      return [...svg.querySelectorAll("text")].filter((text) => {
                        const box = text.getBoundingClientRect();
                        return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
                      }).map((text) => text.textContent);
                    })
                    """);
                Assert.True(cut.Length == 0, $"{look}: cut off: {string.Join(", ", cut)}");
                var found = await page.RunAxe();
                var serious = found.Violations.Where(v => v.Impact is "serious" or "critical").ToArray();
                Assert.True(serious.Length == 0, $"{look}: {string.Join("; ", serious.Select(Describe))}");
                await page.Context.CloseAsync();
            }
        }
    }

    private static string Describe(AxeResultItem item) =>
        $"{item.Id}: {item.Help} at {string.Join(", ", item.Nodes.Take(3).Select(n => n.Html))}";

    private static string? Executable() =>
        new[] { "chromium", "chromium-browser", "google-chrome", "chrome.exe",
            "msedge.exe" }.SelectMany(program => Folders().Select(folder => Path.Combine(folder, program)))
            .FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)) yield return folder;
        foreach (var root in new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86 })
        {
            yield return Path.Combine(Environment.GetFolderPath(root), "Google", "Chrome", "Application");
            yield return Path.Combine(Environment.GetFolderPath(root), "Microsoft", "Edge", "Application");
        }

        yield return "/Applications/Google Chrome.app/Contents/MacOS";
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<Browser>
{
    public const string Name = "browser";
}
