using System.Diagnostics;
using Xunit.Abstractions;

namespace TinyClassify.Pages.Tests;

/// <summary>The page feeds the board's camera; Chromium draws what it sees.</summary>
[Collection(BrowserCollection.Name)]
public sealed class BoardCameraTests(Browser browser, ITestOutputHelper output)
{
    // The aim is 10 frames a second on a machine with nothing else to do. They are counted and printed, not demanded: a busy
    // machine says nothing about the board.
    [SkippableFact]
    public async Task What_the_camera_sees_is_classified_live_until_it_is_stopped()
    {
        await using var board = await BoardPage.OpenAsync(browser, "cat.bmp");
        var page = board.Page;
        await page.ClickAsync("#camera");
        await board.SaysAsync("Camera: ");
        Assert.Equal("true", await page.GetAttributeAsync("#camera", "aria-pressed"));
        // The drawn camera moves, and so does the screen; all of it comes without a press.
        var first = await BoardPage.LcdAsync(page);
        var (began, watch) = (await FramesAsync(), Stopwatch.StartNew());
        await page.UntilAsync("(wanted) => Number(document.getElementById('lcd').dataset.frames) >= wanted", began + 30);
        output.WriteLine($"{(await FramesAsync() - began) / watch.Elapsed.TotalSeconds:F1} frames a second");
        Assert.NotEqual(first, await BoardPage.LcdAsync(page));

        // A pulled card does not matter to it.
        await page.ClickAsync("#eject");
        await page.WaitForSelectorAsync("#socket[aria-pressed=false]");
        began = await FramesAsync();
        await page.UntilAsync("(wanted) => Number(document.getElementById('lcd').dataset.frames) >= wanted", began + 3);
        Assert.Contains("Camera: ", await page.TextContentAsync("#screen-text"));
        await page.ClickAsync("#eject");
        await page.WaitForSelectorAsync("#socket[aria-pressed=true]");
        await page.Keyboard.PressAsync("c");
        await board.SaysAsync("Start screen. 1 picture");
        Assert.Equal("false", await page.GetAttributeAsync("#camera", "aria-pressed"));

        Task<int> FramesAsync() => page.EvaluateAsync<int>("Number(document.getElementById('lcd').dataset.frames)");
    }

    [SkippableFact]
    public async Task A_film_that_is_dropped_is_the_camera_and_ends_with_its_page()
    {
        await using var board = await BoardPage.OpenAsync(browser, "cat.bmp");
        var second = await board.SecondAsync();
        await second.DispatchEventAsync("#drop", "drop", new { dataTransfer = await Film.RecordAsync(second) });
        await board.SaysAsync("Camera: ");
        Assert.Equal("", await second.TextContentAsync("#problem"));
        Assert.False(await board.ListHoldsAsync("film.webm"));
        await second.CloseAsync();
        await board.SaysAsync("Start screen");
    }

    [SkippableFact]
    public async Task What_is_no_film_is_told()
    {
        await using var board = await BoardPage.OpenAsync(browser, "cat.bmp");
        await board.Page.DispatchEventAsync("#drop", "drop",
            new { dataTransfer = await Film.FileAsync(board.Page, "broken.mp4", [1, 2, 3], "video/mp4") });
        await board.Page.UntilAsync(
            "document.getElementById('problem').textContent.startsWith('broken.mp4: this browser cannot play it')");
        await board.SaysAsync("Start screen");
    }
}
