using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using TinyClassify.Device.Tests;
using TinyClassify.Runtime;
using Xunit.Abstractions;

namespace TinyClassify.Pages.Tests;

/// <summary>The engine in the browser: the same answers as everywhere, for any model and picture.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TryPageTests(Browser browser, TryPage made, ITestOutputHelper output) : IClassFixture<TryPage>
{
    private static byte[] BuiltIn => File.ReadAllBytes(RepositoryRoot.Combine("native-interop", "model", "classifier.tflite"));

    [SkippableFact]
    public async Task It_says_of_the_built_in_pictures_what_the_engine_says_and_asks_nobody()
    {
        var page = await made.OpenAsync(browser);
        using var model = ClassifierModel.Open(BuiltIn);
        var pictures = Directory.GetFiles(RepositoryRoot.Combine("device", "card"), "*.jpg").Order(StringComparer.Ordinal)
            .ToArray();
        Assert.Equal(pictures.Length, await page.Locator("#strip button").CountAsync());
        for (var i = 0; i < pictures.Length; i++)
        {
            await page.Locator("#strip button").Nth(i).ClickAsync();
            await TryPage.SaysAsync(page, "picture-name", Path.GetFileName(pictures[i]));
            model.ClassifyPicture(File.ReadAllBytes(pictures[i]));
            await ShowsAsync(page, model);
        }

        // The browser's pointers have 32 bits, as the board's: its figures are those that were counted there.
        var cost = JsonNode.Parse(File.ReadAllText(RepositoryRoot.Combine("native-interop", "model", "cost.json")))!;
        var memory = (int)cost["arena_bytes"]! + (int)cost["state_bytes"]!;
        Assert.Contains($"arena and state on the board\t{memory / 1024.0:F1} KB",
            await page.Locator("#facts tr").AllInnerTextsAsync());

        // The board's time is there, named, and before the browser's.
        Assert.Matches(@"\AOn the board an inference takes about \d+ ms\. An estimate: .*\n"
            + @"In this browser: decoding [0-9.]+ ms, inference [0-9.]+ ms\.\z",
            await page.TextContentAsync("#times"));
        output.WriteLine(await page.TextContentAsync("#times"));
        Assert.All(made.Requests, url => Assert.Matches("^(file|blob|data):", url));
        browser.RequireNoErrors();
    }

    [SkippableFact]
    public async Task Pictures_that_are_dropped_are_classified_or_told_in_the_engines_words()
    {
        var page = await made.OpenAsync(browser);
        using var model = ClassifierModel.Open(BuiltIn);
        var bmp = TestPictures.Bmp(3);
        await TryPage.DropAsync(page, "mine.bmp", bmp);
        await TryPage.SaysAsync(page, "picture-name", "mine.bmp");
        model.ClassifyPicture(bmp);
        await ShowsAsync(page, model);
        foreach (var broken in new[] { "no picture at all"u8.ToArray(),
            File.ReadAllBytes(RepositoryRoot.Combine("device", "card", "cat.jpg"))[..2000], [] })
        {
            var said = Assert.Throws<TinyClassifyException>(() => model.ClassifyPicture(broken)).Message;
            await TryPage.DropAsync(page, "broken.jpg", broken);
            await TryPage.SaysAsync(page, "verdict", $"Not classified: {said}");
        }

        await TryPage.DropAsync(page, "notes.txt", "x"u8.ToArray());
        await TryPage.SaysAsync(page, "problem",
            "notes.txt: expected a picture (.jpg, .jpeg, .png, .bmp), a model (.tflite) or a film.");
        browser.RequireNoErrors();
    }

    [SkippableFact]
    public async Task A_model_that_is_dropped_is_used_and_one_that_is_refused_leaves_the_one_before()
    {
        var page = await made.OpenAsync(browser);
        var file = SmallModel.File(name: "My own", labels: ["Äpfel", "Birnen"]);
        using var model = ClassifierModel.Open(file);
        await TryPage.DropAsync(page, "my.tflite", file);
        await TryPage.SaysAsync(page, "model-verdict", "my.tflite runs.");
        await TryPage.SaysAsync(page, "model-name", "My own");
        model.ClassifyPicture(File.ReadAllBytes(RepositoryRoot.Combine("device", "card", "airplane.jpg")));
        await ShowsAsync(page, model);
        // Of this model nobody counted the board's time.
        Assert.StartsWith("In this browser:", await page.TextContentAsync("#times"));
        var facts = await page.Locator("#facts tr").AllInnerTextsAsync();
        var need = ClassifierModel.Measure(file, Rounding.Double, KernelSet.CortexM7);
        Assert.Contains($"arena on the board\t{Size(need.ArenaBytes)}", facts);
        static string Size(int bytes) => bytes < 1024 ? $"{bytes} bytes" : $"{bytes / 1024.0:F1} KB";

        foreach (var broken in new[] { file[..(file.Length / 2)], "no model"u8.ToArray(), [] })
        {
            var said = Assert.Throws<TinyClassifyException>(() => ClassifierModel.Open(broken)).Message;
            await TryPage.DropAsync(page, "bad.tflite", broken);
            await TryPage.SaysAsync(page, "model-verdict", $"bad.tflite is refused. The engine says: {said}");
            await TryPage.SaysAsync(page, "model-name", "My own");
        }

        await page.Locator("#strip button").Nth(3).ClickAsync();
        await TryPage.SaysAsync(page, "picture-name", "cat.jpg");
        model.ClassifyPicture(File.ReadAllBytes(RepositoryRoot.Combine("device", "card", "cat.jpg")));
        await ShowsAsync(page, model);
        await page.ClickAsync("#built-in");
        await TryPage.SaysAsync(page, "model-verdict", "Trained on CIFAR-10");
        Assert.True(await page.IsHiddenAsync("#built-in"));
        browser.RequireNoErrors();
    }

    [SkippableFact]
    public async Task Foreign_models_get_the_engines_verdict()
    {
        var folder = Environment.GetEnvironmentVariable("TINYCLASSIFY_REFERENCE_MODELS");
        Skip.If(string.IsNullOrEmpty(folder), "TINYCLASSIFY_REFERENCE_MODELS names no folder of foreign models");
        var page = await made.OpenAsync(browser);
        foreach (var path in Directory.GetFiles(folder, "*.tflite").Order(StringComparer.Ordinal))
        {
            var file = File.ReadAllBytes(path);
            string expected;
            try
            {
                using var model = ClassifierModel.Open(file);
                expected = $"{Path.GetFileName(path)} runs.";
            }
            catch (TinyClassifyException e)
            {
                expected = $"{Path.GetFileName(path)} is refused. The engine says: {e.Message}";
            }

            await TryPage.DropAsync(page, Path.GetFileName(path), file);
            await TryPage.SaysAsync(page, "model-verdict", expected);
            output.WriteLine(await page.TextContentAsync("#model-verdict"));
        }

        browser.RequireNoErrors();
    }

    [SkippableFact]
    public async Task The_camera_and_films_are_classified_live_until_a_picture_is_chosen()
    {
        var page = await made.OpenAsync(browser);
        await page.ClickAsync("#camera");
        await TryPage.SaysAsync(page, "picture-name", "from the camera");
        var (began, watch) = (await FramesAsync(page), Stopwatch.StartNew());
        await page.UntilAsync("(wanted) => Number(document.getElementById('view').dataset.frames) >= wanted", began + 30);
        output.WriteLine($"{(await FramesAsync(page) - began) / watch.Elapsed.TotalSeconds:F1} frames a second");
        Assert.Equal("true", await page.GetAttributeAsync("#camera", "aria-pressed"));
        await page.ClickAsync("#camera");
        await TryPage.SaysAsync(page, "picture-name", "airplane.jpg");

        await page.DispatchEventAsync("#drop", "drop", new { dataTransfer = await Film.RecordAsync(page) });
        began = await FramesAsync(page);
        await page.UntilAsync("(wanted) => Number(document.getElementById('view').dataset.frames) >= wanted", began + 5);
        await page.Locator("#strip button").Nth(3).ClickAsync();
        await TryPage.SaysAsync(page, "picture-name", "cat.jpg");
        Assert.Equal("false", await page.GetAttributeAsync("#camera", "aria-pressed"));
        await TryPage.DropAsync(page, "broken.mp4", [1, 2, 3], "video/mp4");
        await TryPage.SaysAsync(page, "problem", "broken.mp4: this browser cannot play it");
        browser.RequireNoErrors();
    }

    [SkippableFact]
    public async Task It_can_be_read_on_every_screen()
    {
        await browser.LookAsync("try", made.Address, TryPage.IsReadyAsync);
        browser.RequireNoErrors();
    }

    private static Task<int> FramesAsync(IPage page) =>
        page.EvaluateAsync<int>("Number(document.getElementById('view').dataset.frames || 0)");

    // Class, thousandths and score of every bar are the C API's.
    private static async Task ShowsAsync(IPage page, ClassifierModel model)
    {
        var expected = string.Join("; ", model.Top(Math.Min(10, model.ClassCount))
            .Select(p => $"{p.Label} {p.ProbabilityPermille} {p.Score}"));
        var (seen, watch) = ("", Stopwatch.StartNew());
        while (seen != expected && watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            seen = await page.EvaluateAsync<string>("""
                () => {
                  const [names, figures] = ["dt", "dd:not(.bar)"].map((what) => [...document.querySelectorAll(`#bars ${what}`)]);
                  const permille = (i) => Math.round(parseFloat(figures[i].textContent) * 10);
                  return names.map((name, i) => `${name.textContent} ${permille(i)} ${figures[i].dataset.score}`).join("; ");
                }
                """);
            await Task.Delay(30);
        }

        Assert.Equal(expected, seen);
    }
}
