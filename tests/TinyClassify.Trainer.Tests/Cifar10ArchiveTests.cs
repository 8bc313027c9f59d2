using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Tests;

public class Cifar10ArchiveTests
{
    private static readonly byte[] s_archive = RandomNumberGenerator.GetBytes(300_000);
    private static readonly string s_hash = Convert.ToHexStringLower(SHA256.HashData(s_archive));

    [Fact]
    public async Task A_download_that_broke_off_goes_on_where_it_stopped()
    {
        using var folder = new TemporaryFolder();
        using var server = new Server(s_archive) { BreakOffAfter = 100_000 };
        var path = folder["archive"];
        await Assert.ThrowsAnyAsync<Exception>(() => Download(server, path));
        var have = new FileInfo(path + ".part").Length;
        Assert.InRange(have, 1, 100_000);
        Assert.False(File.Exists(path));

        server.BreakOffAfter = null;
        await Download(server, path);
        Assert.Equal(s_archive, File.ReadAllBytes(path));
        Assert.Equal($"bytes={have}-", server.Ranges[^1]);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_is_read_from_the_start()
    {
        using var folder = new TemporaryFolder();
        using var server = new Server(s_archive) { KnowsRanges = false };
        File.WriteAllBytes(folder["archive.part"], new byte[1000]);
        await Download(server, folder["archive"]);
        Assert.Equal(s_archive, File.ReadAllBytes(folder["archive"]));
    }

    [Fact]
    public async Task Other_bytes_than_expected_are_refused_and_removed()
    {
        using var folder = new TemporaryFolder();
        var other = (byte[])s_archive.Clone();
        other[5] ^= 1;
        using var server = new Server(other);
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Download(server, folder["archive"]));
        Assert.Contains(s_hash, error.Message);
        Assert.Empty(Directory.GetFiles(folder.Root));
    }

    [Fact]
    public void Only_the_data_files_are_taken_out_whatever_the_members_are_called()
    {
        using var folder = new TemporaryFolder();
        var names = Cifar10.TrainingFiles.Append(Cifar10.TestFile).Append(Cifar10.ClassNamesFile).ToArray();
        WriteTar(folder["archive"], [.. names.Select(n => $"cifar-10-batches-bin/{n}"), "../evil.txt",
            "cifar-10-batches-bin/readme.html"]);
        Cifar10Archive.Extract(folder["archive"], folder["data"]);
        Assert.Equal(names.Order(), Directory.GetFiles(folder["data"]).Select(Path.GetFileName).Order());
        Assert.False(File.Exists(folder["evil.txt"]));
    }

    [Fact]
    public void An_archive_that_lacks_a_file_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        WriteTar(folder["archive"], ["cifar-10-batches-bin/test_batch.bin"]);
        var error = Assert.Throws<InvalidDataException>(() => Cifar10Archive.Extract(folder["archive"], folder["data"]));
        Assert.Contains("data_batch_3.bin", error.Message);
    }

    private static async Task Download(Server server, string path)
    {
        using var client = new HttpClient();
        await new ArchiveDownload("CIFAR-10", server.Url, s_archive.Length, s_hash, "VARIABLE")
            .FetchAsync(client, path, _ => { }, CancellationToken.None);
    }

    private static void WriteTar(string path, IEnumerable<string> members)
    {
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var name in members)
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
    }

    private sealed class Server : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly byte[] _content;

        public Server(byte[] content)
        {
            _content = content;
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            }
            _listener.Prefixes.Add(Url);
            _listener.Start();
            _ = ServeAsync();
        }

        public string Url { get; }

        public int? BreakOffAfter { get; set; }

        public bool KnowsRanges { get; init; } = true;

        public List<string?> Ranges { get; } = [];

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                var range = context.Request.Headers["Range"];
                Ranges.Add(range);
                var start = range is not null && KnowsRanges ? int.Parse(range["bytes=".Length..^1]) : 0;
                context.Response.StatusCode = start > 0 ? 206 : 200;
                context.Response.ContentLength64 = _content.Length - start;
                var end = BreakOffAfter ?? _content.Length;
                try
                {
                    await context.Response.OutputStream.WriteAsync(_content.AsMemory(start, end - start));
                    if (BreakOffAfter is null)
                        context.Response.Close();
                    else
                    {
                        await context.Response.OutputStream.FlushAsync();
                        context.Response.Abort();
                    }
                }
                catch (HttpListenerException)
                {
                    // The client went away first.
                }
            }
        }
    }
}
