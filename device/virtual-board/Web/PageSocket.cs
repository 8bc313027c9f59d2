using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using TinyClassify.Device;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>One open page: tells it what happens on the board, and the board what happens on the page.</summary>
internal sealed class PageSocket(WebSocket socket, BoardSession session, CardStore store)
{
    private const int MaxMessageBytes = 1024;

    // Frames coalesce: a page that is slow gets the newest one, not all of them.
    private readonly Channel<string> _texts = Channel.CreateBounded<string>(
        new BoundedChannelOptions(200) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly SemaphoreSlim _wake = new(0);
    private int _lcdIsNew = 1;

    public async Task RunAsync(CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        session.LcdChanged += OnLcd;
        session.LedChanged += OnLed;
        session.RelayChanged += OnRelay;
        session.LogWritten += OnLog;
        session.WasReset += SendHello;
        try
        {
            SendHello();
            SendCard();
            OnLed(session.IsLedOn);
            if (session.Relay is { } on) OnRelay(on);
            Wake();
            var sending = SendLoopAsync(ended.Token);
            await ReceiveLoopAsync(ended.Token);
            await ended.CancelAsync();
            await sending;
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            // The page went away, or the server ends.
        }
        finally
        {
            session.LcdChanged -= OnLcd;
            session.LedChanged -= OnLed;
            session.RelayChanged -= OnRelay;
            session.LogWritten -= OnLog;
            session.WasReset -= SendHello;
        }
    }

    private void SendHello() => Send(new { type = "hello", log = session.LogLines });

    public void SendCard() => Send(CardMessage());

    private object CardMessage() => new { type = "card", inserted = session.Card.IsInserted, files = store.List() };

    private void OnLcd()
    {
        Interlocked.Exchange(ref _lcdIsNew, 1);
        Wake();
    }

    private void OnLed(bool on) => Send(new { type = "led", on });

    private void OnRelay(bool on) => Send(new { type = "relay", on });

    private void OnLog(string line) => Send(new { type = "log", line });

    private void Send(object message)
    {
        _texts.Writer.TryWrite(JsonSerializer.Serialize(message, JsonSerializerOptions.Web));
        Wake();
    }

    private void Wake() => _wake.Release();

    private async Task SendLoopAsync(CancellationToken cancel)
    {
        var pixels = new ushort[480 * 272];
        var bytes = new byte[pixels.Length * 2];
        while (!cancel.IsCancellationRequested)
        {
            await _wake.WaitAsync(cancel);
            while (_texts.Reader.TryRead(out var text)) await SendTextAsync(text, cancel);
            if (Interlocked.Exchange(ref _lcdIsNew, 0) == 0) continue;
            session.Display.CopyTo(pixels);
            for (var i = 0; i < pixels.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), pixels[i]);
            await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancel);
            var state = session.State;
            var screen = new { type = "screen", text = session.ScreenText, state = state.ToString(), model = session.ModelName };
            await SendTextAsync(JsonSerializer.Serialize(screen, JsonSerializerOptions.Web), cancel);
            // A result has made results.csv longer.
            if (state == AppState.Showing) await SendTextAsync(JsonSerializer.Serialize(CardMessage(), JsonSerializerOptions.Web), cancel);
        }
    }

    private Task SendTextAsync(string text, CancellationToken cancel) =>
        socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancel);

    private async Task ReceiveLoopAsync(CancellationToken cancel)
    {
        var buffer = new byte[MaxMessageBytes];
        var buttonIsDown = false;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer, cancel);
                if (received.MessageType == WebSocketMessageType.Close) return;
                if (!received.EndOfMessage || received.MessageType != WebSocketMessageType.Text) return;
                PageMessage? message;
                try
                {
                    message = JsonSerializer.Deserialize<PageMessage>(buffer.AsSpan(0, received.Count), JsonSerializerOptions.Web);
                }
                catch (JsonException)
                {
                    return;
                }

                if (message?.Type == "button") buttonIsDown = message.Down;
                await ApplyAsync(message);
            }
        }
        finally
        {
            // A page that is closed with its finger on the button lets go of it.
            if (buttonIsDown) await session.MoveButtonAsync(down: false);
        }
    }

    private async Task ApplyAsync(PageMessage? message)
    {
        switch (message?.Type)
        {
            case "button":
                await session.MoveButtonAsync(message.Down);
                break;
            case "touch":
                session.Touch(Math.Clamp(message.X, 0, 479));
                break;
            case "reset":
                session.Reset();
                break;
        }
    }
}
