using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>All open pages.</summary>
internal sealed class PageHub(BoardSession session, CardStore store, CancellationToken stopping)
{
    private const int MaxPages = 32;

    private readonly ConcurrentDictionary<PageSocket, bool> _pages = new();

    /// <summary>Serves one page until it is closed.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || _pages.Count >= MaxPages)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync($"Expected a WebSocket, and at most {MaxPages} of them.");
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var page = new PageSocket(socket, session, store);
        _pages[page] = true;
        try
        {
            await page.RunAsync(stopping);
        }
        finally
        {
            _pages.TryRemove(page, out _);
        }
    }

    /// <summary>The card went in or out, or its files changed.</summary>
    public void CardChanged()
    {
        foreach (var page in _pages.Keys) page.SendCard();
    }
}
