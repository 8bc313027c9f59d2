using Microsoft.Playwright;
using TinyClassify.Device.Tests;

namespace TinyClassify.Pages.Tests;

/// <summary>A served board and pages that show it.</summary>
internal sealed class BoardPage : IAsyncDisposable
{
    private readonly Browser _browser;

    private BoardPage(Browser browser, ServedBoard board, IPage page) => (_browser, Board, Page) = (browser, board, page);

    public ServedBoard Board { get; }

    public string Address => Board.Address.AbsoluteUri;

    public IPage Page { get; }

    /// <param name="pictures">Names of the files on its card.</param>
    public static async Task<BoardPage> OpenAsync(Browser browser, params string[] pictures)
    {
        var board = await ServedBoard.StartAsync(pictures);
        try
        {
            var page = await browser.OpenAsync(board.Address.AbsoluteUri);
            await IsThereAsync(page);
            await SaysAsync(page, "Start screen");
            return new(browser, board, page);
        }
        catch
        {
            await board.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another page on the same board.</summary>
    public async Task<IPage> SecondAsync(int width = 1200, int height = 900, bool touch = false)
    {
        var page = await _browser.OpenAsync(Address, width, height, touch: touch);
        await IsThereAsync(page);
        return page;
    }

    public static async Task IsThereAsync(IPage page)
    {
        await page.WaitForSelectorAsync("#link.on");
        await page.UntilAsync("Number(document.getElementById('lcd').dataset.frames) > 0");
    }

    public Task SaysAsync(string text) => SaysAsync(Page, text);

    /// <summary>Waits until the screen says something.</summary>
    public static async Task SaysAsync(IPage page, string text)
    {
        try
        {
            await page.UntilAsync("(wanted) => document.getElementById('screen-text').textContent.includes(wanted)", text,
                60_000);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"waited for '{text}', saw '{await page.TextContentAsync("#screen-text")}'");
        }
    }

    public Task<bool> ListHoldsAsync(string name) =>
        Page.EvaluateAsync<bool>("(name) => document.getElementById('list').textContent.includes(name)", name);

    public Task WaitForListAsync(string name, bool there = true) => Page.UntilAsync(
        "([name, there]) => document.getElementById('list').textContent.includes(name) === there", new object[] { name, there });

    /// <summary>A finger on the blue button.</summary>
    public Task PressAsync() => Page.ClickAsync("#blue", new() { Delay = 60 });

    /// <summary>A button that goes down again within milliseconds bounces: a hand leaves it longer.</summary>
    public Task PauseAsync() => Page.WaitForTimeoutAsync(150);

    public static Task<int> LcdAsync(IPage page) => page.EvaluateAsync<int>("""
        () => {
          const canvas = document.getElementById("lcd");
          let hash = 0;
          const shown = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          for (const value of shown.data) hash = (hash * 31 + value) | 0;
          return hash;
        }
        """);

    public async ValueTask DisposeAsync()
    {
        foreach (var context in Page.Context.Browser!.Contexts.ToArray()) await context.CloseAsync();
        await Board.DisposeAsync();
        _browser.RequireNoErrors();
    }
}
