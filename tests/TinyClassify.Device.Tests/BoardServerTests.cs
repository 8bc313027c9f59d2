using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using TinyClassify.VirtualBoard;
using TinyClassify.VirtualBoard.Web;

namespace TinyClassify.Device.Tests;

public sealed class BoardServerTests
{
    // 64 of U+1F600, four bytes each.
    private const string Smileys =
        "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80"
        + "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80"
        + "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80"
        + "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80"
        + "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80"
        + "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80"
        + "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80"
        + "%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80%F0%9F%98%80";

    [Fact]
    public async Task A_press_over_http_shows_the_next_picture()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp", "dog.bmp");
        await board.WaitForAsync("\"state\":\"Ready\"");
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Post, "/api/press?ms=60"));
        await board.WaitForAsync("cat.bmp, 1 of 2: ");
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Post, "/api/press?ms=800"));
        await board.WaitForAsync("\"state\":\"Ready\"");
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Post, "/api/touch?x=5"));
        await board.WaitForAsync("dog.bmp, 2 of 2: ");
        var (_, width, height) = Runtime.PictureDecoder.Decode(await board.Client.GetByteArrayAsync("/api/lcd.png"));
        Assert.Equal((480, 272), (width, height));
    }

    [Fact]
    public async Task Card_is_uploaded_to_deleted_from_ejected_and_inserted()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        await board.WaitForAsync("1 picture on the card");
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Put, "/api/card/files/a%20dog.bmp",
            TestPictures.Bmp(3)));
        await board.WaitForAsync("2 pictures on the card");
        Assert.Equal(TestPictures.Bmp(3), await board.Client.GetByteArrayAsync("/api/card/files/a%20dog.bmp"));
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Post, "/api/card/eject"));
        await board.WaitForAsync("Insert a card");
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Delete, "/api/card/files/cat.bmp"));
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Post, "/api/card/insert"));
        await board.WaitForAsync("1 picture on the card");
        Assert.Equal(["a dog.bmp"], Directory.GetFiles(board.Card).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Reset_begins_anew_and_keeps_the_card()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        await board.WaitForAsync("Ready");
        for (var i = 0; i < 5; i++)
        {
            await board.SendAsync(HttpMethod.Post, "/api/press?ms=30");
            await board.WaitForAsync("cat.bmp, 1 of 1");
            Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Post, "/api/reset"));
            await board.WaitForAsync("\"state\":\"Ready\"");
        }
    }

    [Theory]
    [InlineData("Origin", "https://example.com")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "example.com")]
    [InlineData("Host", "127.0.0.1.example.com")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Requests_of_other_origins_are_refused(string header, string value)
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/"), (HttpMethod.Get, "/api/state"),
            (HttpMethod.Post, "/api/press"), (HttpMethod.Get, "/ws") })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await board.SendAsync(method, path, null, header, value));
        }

        Assert.Equal(HttpStatusCode.OK, await board.SendAsync(HttpMethod.Get, "/", null, "Origin",
            board.Address.GetLeftPart(UriPartial.Authority)));
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task A_link_on_another_page_opens_the_page_and_nothing_else(string site)
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        Assert.Equal(HttpStatusCode.OK, await NavigateAsync(HttpMethod.Get, "/", "document"));
        Assert.Equal(HttpStatusCode.OK, await NavigateAsync(HttpMethod.Get, "/?from=elsewhere", "document"));
        foreach (var path in new[] { "/api/state", "/api/memory", "/api/lcd.png", "/api/card/files", "/api/card/files/cat.bmp",
            "/ws", "/board.js" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await NavigateAsync(HttpMethod.Get, path, "document"));
        }

        foreach (var path in new[] { "/", "/api/press", "/api/reset", "/api/card/eject" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await NavigateAsync(HttpMethod.Post, path, "document"));
        }

        foreach (var frame in new[] { "iframe", "embed", "object", "empty" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await NavigateAsync(HttpMethod.Get, "/", frame));
        }

        using var page = await board.Client.GetAsync("/");
        Assert.Equal("same-origin", page.Headers.GetValues("Cross-Origin-Opener-Policy").Single());

        async Task<HttpStatusCode> NavigateAsync(HttpMethod method, string path, string destination)
        {
            using var request = new HttpRequestMessage(method, path)
            {
                Headers = { { "Sec-Fetch-Site", site }, { "Sec-Fetch-Mode", "navigate" }, { "Sec-Fetch-Dest", destination } },
            };
            using var answer = await board.Client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Adding_and_deleting_files_never_asks_for_a_card_and_keeps_the_picture()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp", "dog.bmp");
        await board.WaitForAsync("Ready");
        await board.SendAsync(HttpMethod.Post, "/api/press?ms=60");
        await board.WaitForAsync("cat.bmp, 1 of 2");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Put, $"/api/card/files/a{i}.bmp",
                TestPictures.Bmp(i)));
        }

        await board.WaitForAsync("cat.bmp, 11 of 12");
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Delete, "/api/card/files/a0.bmp"));
        var state = await board.WaitForAsync("cat.bmp, 10 of 11");
        Assert.DoesNotContain("card: none", state);
        Assert.Equal(HttpStatusCode.NoContent, await board.SendAsync(HttpMethod.Delete, "/api/card/files/cat.bmp"));
        Assert.DoesNotContain("card: none", await board.WaitForAsync("Start screen. 10 pictures"));
    }

    [Theory]
    [InlineData("..%2Fevil.jpg")]
    [InlineData("..%5Cevil.jpg")]
    [InlineData("%2Ftmp%2Fevil.jpg")]
    [InlineData(".hidden.jpg")]
    [InlineData("evil.exe")]
    [InlineData("evil")]
    [InlineData("CON.jpg")]
    [InlineData("com1.jpg")]
    [InlineData("LPT9.png")]
    [InlineData("CAT.bmp")]
    [InlineData(Smileys + ".jpg")]
    [InlineData("a%00b.jpg")]
    [InlineData("a%0Ab.jpg")]
    [InlineData("a:b.jpg")]
    [InlineData("results.csv")]
    public async Task Names_that_are_not_plain_are_refused(string name)
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        var status = await board.SendAsync(HttpMethod.Put, "/api/card/files/" + name, TestPictures.Bmp(0));
        Assert.InRange((int)status, 400, 499);
        Assert.Equal(["cat.bmp"], Directory.GetFileSystemEntries(board.Card).Select(Path.GetFileName));
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(board.Card)!));
    }

    [Theory]
    [InlineData("..%2Fmodel.tflite")]
    [InlineData("../model.tflite")]
    [InlineData("%2e%2e/model.tflite")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task Nothing_outside_the_card_is_read_or_deleted(string name)
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete })
        {
            // Past the client, which would tidy the path.
            using var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, board.Address.Port);
            await using var stream = connection.GetStream();
            var request = $"{method} /api/card/files/{name} HTTP/1.1\r\nHost: 127.0.0.1:{board.Address.Port}\r\nConnection: "
                + "close\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
            var answer = await new StreamReader(stream).ReadToEndAsync();
            if (name.Length > 0 || method == HttpMethod.Delete) Assert.Matches("^HTTP/1.1 4", answer);
        }

        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(board.Card)!, "model.tflite")));
    }

    [Fact]
    public async Task A_refusal_says_what_was_seen_and_expected_in_plain_text()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        Directory.CreateDirectory(Path.Combine(board.Card, "folder.jpg"));
        foreach (var (path, text) in new[]
        {
            ("x.exe", "Files end in .jpg, .jpeg, .png, .bmp, .tflite, .ini; this one ends in '.exe'."),
            ("CAT.bmp", "The card holds cat.bmp already, and a card does not tell capital letters apart."),
            ("folder.jpg", "folder.jpg is a folder of the card; it is left alone."),
        })
        {
            using var answer = await board.Client.PutAsync("/api/card/files/" + path, new ByteArrayContent(TestPictures.Bmp(0)));
            Assert.Equal(text, await answer.Content.ReadAsStringAsync());
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }

    [SkippableFact]
    public async Task Links_on_the_card_are_not_followed()
    {
        Skip.If(OperatingSystem.IsWindows(), "making links needs a privilege on Windows");
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        var outside = Path.GetDirectoryName(board.Card)!;
        var secret = Path.Combine(outside, "model.tflite");
        var victim = Path.Combine(outside, "victim.csv");
        File.WriteAllText(victim, "untouched");
        Directory.CreateDirectory(Path.Combine(outside, "private"));
        File.WriteAllBytes(Path.Combine(outside, "private", "a.bmp"), TestPictures.Bmp(1));
        File.CreateSymbolicLink(Path.Combine(board.Card, "link.jpg"), secret);
        File.CreateSymbolicLink(Path.Combine(board.Card, "results.csv"), victim);
        File.CreateSymbolicLink(Path.Combine(board.Card, "tinyclassify.ini"), secret);
        Directory.CreateSymbolicLink(Path.Combine(board.Card, "folder"), Path.Combine(outside, "private"));
        var before = File.ReadAllBytes(secret);
        await board.SendAsync(HttpMethod.Post, "/api/reset");
        await board.WaitForAsync("Start screen. 1 picture on the card");
        await board.SendAsync(HttpMethod.Post, "/api/press?ms=60");
        await board.WaitForAsync("cat.bmp, 1 of 1");
        await board.WaitForAsync("results.csv: the card or the file is write-protected");
        Assert.Equal("untouched", File.ReadAllText(victim));
        Assert.Equal(HttpStatusCode.NotFound, await board.SendAsync(HttpMethod.Get, "/api/card/files/link.jpg"));
        Assert.Equal(HttpStatusCode.Conflict, await board.SendAsync(HttpMethod.Put, "/api/card/files/link.jpg", [1, 2, 3]));
        Assert.Equal(before, File.ReadAllBytes(secret));
    }

    [Fact]
    public async Task Files_that_are_too_large_are_refused()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        var status = await board.SendAsync(HttpMethod.Put, "/api/card/files/big.bmp", new byte[CardStore.MaxFileBytes + 1]);
        Assert.InRange((int)status, 400, 499);
        Assert.Single(Directory.GetFiles(board.Card));
    }

    [Fact]
    public async Task Several_pages_see_the_same_and_bad_messages_end_only_their_own()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        await board.WaitForAsync("Ready");
        using var first = await ConnectAsync(board);
        using var second = await ConnectAsync(board);
        using var broken = await ConnectAsync(board);
        await broken.SendAsync("{ not json"u8.ToArray(), WebSocketMessageType.Text, true, default);
        await first.SendAsync("{\"type\":\"button\",\"down\":true}"u8.ToArray(), WebSocketMessageType.Text, true, default);
        await Task.Delay(60);
        await first.SendAsync("{\"type\":\"button\",\"down\":false}"u8.ToArray(), WebSocketMessageType.Text, true, default);
        foreach (var page in new[] { first, second })
        {
            Assert.Contains("cat.bmp, 1 of 1", await ReadUntilAsync(page, "\"state\":\"Showing\""));
        }
    }

    [Fact]
    public async Task A_page_that_goes_away_lets_go_of_the_button()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        await board.WaitForAsync("Ready");
        using (var page = await ConnectAsync(board))
        {
            await page.SendAsync("{\"type\":\"button\",\"down\":true}"u8.ToArray(), WebSocketMessageType.Text, true, default);
            await Task.Delay(100);
            page.Abort();
        }

        await board.WaitForAsync("cat.bmp, 1 of 1");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        await using var board = await ServedBoard.StartAsync("cat.bmp");
        var error = new StringWriter();
        var options = new BoardOptions(board.Card, Path.Combine(Path.GetDirectoryName(board.Card)!, "model.tflite"),
            board.Address.Port);
        Assert.Equal(ExitCode.NotDone, await BoardServer.RunAsync(options, TextWriter.Null, error, default));
        Assert.Contains("--port", error.ToString());
    }

    private static async Task<ClientWebSocket> ConnectAsync(ServedBoard board)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{board.Address.Port}/ws"), default);
        return socket;
    }

    private static async Task<string> ReadUntilAsync(ClientWebSocket socket, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var buffer = new byte[1 << 19];
        while (true)
        {
            var count = 0;
            WebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, count, buffer.Length - count), limit.Token);
                count += received.Count;
            }
            while (!received.EndOfMessage);

            if (received.MessageType != WebSocketMessageType.Text) continue;
            var message = Encoding.UTF8.GetString(buffer, 0, count);
            if (message.Contains(text, StringComparison.Ordinal)) return message;
        }
    }
}
