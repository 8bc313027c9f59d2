using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>The board over HTTP, for scripts and for the page's card list.</summary>
internal sealed class BoardApi(BoardSession session, CardStore store, PageHub hub)
{
    private const int LongestPressMilliseconds = 5000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/state", () => Results.Json(new
        {
            state = session.State.ToString(), screen = session.ScreenText, led = session.IsLedOn, d7 = session.Relay, card =
                session.Card.IsInserted, log = session.LogLines,
        }));
        routes.MapGet("/api/memory", () => Results.Json(MemoryPanel.Read()));
        routes.MapGet("/api/lcd.png", () => Results.Bytes(LcdPicture.Encode(session.Display), "image/png"));
        routes.MapPost("/api/press", PressAsync);
        routes.MapPost("/api/touch", Touch);
        routes.MapPost("/api/reset", Reset);
        routes.MapPost("/api/card/insert", () => MoveCard(insert: true));
        routes.MapPost("/api/card/eject", () => MoveCard(insert: false));
        routes.MapGet("/api/card/files", () => Results.Json(store.List()));
        routes.MapGet("/api/card/files/{**name}", Download);
        routes.MapPut("/api/card/files/{name}", UploadAsync);
        routes.MapDelete("/api/card/files/{**name}", Delete);
    }

    private async Task<IResult> PressAsync(int? ms, CancellationToken cancel)
    {
        var length = ms ?? 100;
        if (length is < 0 or > LongestPressMilliseconds)
        {
            return Refusal($"ms is {length}; expected 0 to {LongestPressMilliseconds}.");
        }

        await session.MoveButtonAsync(down: true);
        try
        {
            await Task.Delay(length, cancel);
        }
        finally
        {
            await session.MoveButtonAsync(down: false);
        }

        return Results.NoContent();
    }

    private IResult Touch(int x)
    {
        if (x is < 0 or > 479) return Refusal($"x is {x}; expected 0 to 479.");
        session.Touch(x);
        return Results.NoContent();
    }

    private IResult Reset()
    {
        session.Reset();
        return Results.NoContent();
    }

    private IResult MoveCard(bool insert)
    {
        session.MoveCard(insert);
        hub.CardChanged();
        return Results.NoContent();
    }

    private IResult Download(string name)
    {
        var path = store.Find(name);
        return path == null ? NotFound(name) : Results.File(path, "application/octet-stream", Path.GetFileName(path));
    }

    private async Task<IResult> UploadAsync(string name, HttpRequest request, CancellationToken cancel)
    {
        var refusal = store.Refuse(name, request.ContentLength ?? 0);
        if (refusal != null) return Refusal(refusal);
        using var contents = new MemoryStream();
        try
        {
            // Kestrel itself ends a body that is longer than the limit.
            await request.Body.CopyToAsync(contents, cancel);
            session.ChangeCard(() => store.Write(name, contents.ToArray()));
        }
        catch (BadHttpRequestException e)
        {
            return Refusal(e.Message, e.StatusCode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal(e.Message, StatusCodes.Status409Conflict);
        }

        hub.CardChanged();
        return Results.NoContent();
    }

    private IResult Delete(string name)
    {
        var path = store.Find(name);
        if (path == null) return NotFound(name);
        try
        {
            session.ChangeCard(() => File.Delete(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refusal(e.Message, StatusCodes.Status409Conflict);
        }

        hub.CardChanged();
        return Results.NoContent();
    }

    private static IResult NotFound(string name) =>
        Refusal($"There is no file {name} on the card.", StatusCodes.Status404NotFound);

    private static IResult Refusal(string reason, int status = StatusCodes.Status400BadRequest) =>
        Results.Text(reason, statusCode: status);
}
