using System.Net;
using System.Text.RegularExpressions;
using TinyClassify.VirtualBoard.Web;

namespace TinyClassify.Device.Tests;

/// <summary>The board's server on a free port, with a card of its own.</summary>
internal sealed class ServedBoard : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyclassify-board-").FullName;
    private readonly CancellationTokenSource _end = new();
    private Task<int> _run = Task.FromResult(0);

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public string Card => Path.Combine(_folder, "card");

    public static async Task<ServedBoard> StartAsync(params string[] pictures)
    {
        var served = new ServedBoard();
        Directory.CreateDirectory(served.Card);
        for (var i = 0; i < pictures.Length; i++) File.WriteAllBytes(Path.Combine(served.Card, pictures[i]), TestPictures.Bmp(i));
        var model = Path.Combine(served._folder, "model.tflite");
        File.WriteAllBytes(model, SmallModel.File());
        Native.Firmware.InterfaceVersion = Native.Engine.InterfaceVersion;
        var output = new StringWriter();
        served._run = BoardServer.RunAsync(new BoardOptions(served.Card, model, Port: 0), output, output, served._end.Token);
        Match address;
        do
        {
            await Task.Delay(10);
            address = Regex.Match(output.ToString(), @"http://\S+");
            if (served._run.IsCompleted) throw new InvalidOperationException(output.ToString());
        }
        while (!address.Success);

        served.Address = new Uri(address.Value);
        served.Client.BaseAddress = served.Address;
        return served;
    }

    public async Task<string> StateAsync() => await Client.GetStringAsync("/api/state");

    /// <summary>Waits until the state says what is expected, ten seconds at most.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        for (var i = 0; ; i++)
        {
            var state = await StateAsync();
            if (state.Contains(text, StringComparison.Ordinal)) return state;
            if (i == 400) Assert.Fail($"'{text}' did not come; the last state was {state}");
            await Task.Delay(25);
        }
    }

    public async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, byte[]? body = null, string? header = null,
        string? value = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body != null) request.Content = new ByteArrayContent(body);
        // So that a refusal arrives before the body is sent.
        request.Headers.ExpectContinue = body?.Length > CardStore.MaxFileBytes;
        if (header != null) request.Headers.TryAddWithoutValidation(header, value);
        using var response = await Client.SendAsync(request);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Assert.Equal(0, await _run);
        Client.Dispose();
        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
