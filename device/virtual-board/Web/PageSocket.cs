using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using TinyClassify.Device;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>One open page: tells it what happens on the board, and the board what happens on the page.</summary>
internal sealed class PageSocket(WebSocket socket, BoardSession session, CardStore store)
{
    private const int MaxTextBytes = 1024;

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
            if (state == AppState.Showing) await SendTextAsync(JsonSerializer.Serialize(CardMessage(),
                JsonSerializerOptions.Web), cancel);
        }
    }

    private Task SendTextAsync(string text, CancellationToken cancel) =>
        socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancel);

    private async Task ReceiveLoopAsync(CancellationToken cancel)
    {
        var buffer = new byte[SimulatedCamera.FrameBytes];
        var (buttonIsDown, feedsCamera) = (false, false);
        try
        {
            while (true)
            {
                var (type, count) = await ReceiveAsync(buffer, cancel);
                if (type == WebSocketMessageType.Binary && count == SimulatedCamera.FrameBytes)
                {
                    feedsCamera = true;
                    session.ShowFrame([.. buffer]);
                    continue;
                }

                if (type != WebSocketMessageType.Text || count > MaxTextBytes) return;
                PageMessage? message;
                try
                {
                    message = JsonSerializer.Deserialize<PageMessage>(buffer.AsSpan(0, count), JsonSerializerOptions.Web);
                }
                catch (JsonException)
                {
                    return;
                }

                if (message?.Type == "button") buttonIsDown = message.Down;
                if (message?.Type == "camera-off") feedsCamera = false;
                await ApplyAsync(message);
            }
        }
        finally
        {
            // A page that is closed with its finger on the button lets go of it, and its camera is gone.
            if (feedsCamera) session.SwitchCameraOff();
            if (buttonIsDown) await session.MoveButtonAsync(down: false);
        }
    }

    /// <returns>Type and length of one message; -1 where it is longer than the buffer.</returns>
    private async Task<(WebSocketMessageType Type, int Count)> ReceiveAsync(byte[] buffer, CancellationToken cancel)
    {
        for (var count = 0; ;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(count), cancel);
            count += received.Count;
            if (received.EndOfMessage) return (received.MessageType, count);
            if (count == buffer.Length) return (WebSocketMessageType.Close, -1);
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
            case "camera-off":
                session.SwitchCameraOff();
                break;
        }
    }
}
