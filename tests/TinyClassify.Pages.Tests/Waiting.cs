using System.Diagnostics;
using Microsoft.Playwright;

namespace TinyClassify.Pages.Tests;

internal static class Waiting
{
    /// <summary>Waits until an expression is true in the page.</summary>
    /// <remarks>It is asked from here: Playwright's own wait evaluates text within the page, which the board's content security
    /// policy forbids from the second time on.</remarks>
    /// <param name="milliseconds">Only ends what hangs.</param>
    public static async Task UntilAsync(this IPage page, string expression, object? argument = null, int milliseconds = 180_000)
    {
        var watch = Stopwatch.StartNew();
        while (!await page.EvaluateAsync<bool>(expression, argument))
        {
            if (watch.ElapsedMilliseconds > milliseconds) throw new TimeoutException(
                $"not within {milliseconds} ms: {expression}");
            await Task.Delay(30);
        }
    }
}
