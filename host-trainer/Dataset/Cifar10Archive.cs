using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Fetches CIFAR-10's official binary archive and takes the seven data files out of it.</summary>
public static class Cifar10Archive
{
    public const string Url = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";
    public const long Bytes = 170_052_171;
    public const string Sha256 = "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd";

    // The largest member is a batch of 30,730,000 bytes: anything far beyond it is no CIFAR-10 archive.
    private const long LargestMember = 64 << 20;

    /// <summary>Downloads what is missing of the archive, going on where an earlier try stopped, and checks size and hash.</summary>
    /// <param name="path">The archive; a part of it grows beside it as "path.part".</param>
    /// <exception cref="InvalidDataException">What arrived is not the archive; the part is removed.</exception>
    public static async Task DownloadAsync(HttpClient client, string url, string path, long bytes, string sha256, Action<string> say, CancellationToken cancel)
    {
        if (File.Exists(path) && new FileInfo(path).Length == bytes && await HashAsync(path, cancel) == sha256)
            return;
        var part = path + ".part";
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have > bytes)
        {
            File.Delete(part);
            have = 0;
        }
        if (have < bytes)
            await FetchRestAsync(client, url, part, have, bytes, say, cancel);

        var size = new FileInfo(part).Length;
        var hash = size == bytes ? await HashAsync(part, cancel) : "";
        if (hash != sha256)
        {
            if (size < bytes)
                throw new IOException($"The connection ended after {size:N0} of {bytes:N0} bytes. Run the command again: it goes on from there.");
            File.Delete(part);
            throw new InvalidDataException(
                $"{url} gave {size:N0} bytes with SHA-256 {(hash.Length > 0 ? hash : "(not computed)")}; expected {bytes:N0} bytes with {sha256}. "
                + "The download was removed; try again, or fetch the archive by hand and unpack it, and give its folder with --data.");
        }
        File.Move(part, path, overwrite: true);
    }

    /// <summary>Takes the seven data files out of the archive; nothing else in it is written, whatever its names say.</summary>
    public static void Extract(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        var wanted = Cifar10.TrainingFiles.Append(Cifar10.TestFile).Append(Cifar10.ClassNamesFile).ToHashSet(StringComparer.Ordinal);
        using var gzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (wanted.Count > 0 && tar.GetNextEntry() is { } entry)
        {
            var name = Path.GetFileName(entry.Name);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !wanted.Contains(name))
                continue;
            if (entry.Length > LargestMember)
                throw new InvalidDataException($"{archive}: member {entry.Name} claims {entry.Length:N0} bytes; CIFAR-10's files are smaller.");
            // Only the bare name is used, so that a member named "../x" cannot lead outside the folder.
            var beside = Path.Combine(folder, name + ".tmp");
            entry.ExtractToFile(beside, overwrite: true);
            File.Move(beside, Path.Combine(folder, name), overwrite: true);
            wanted.Remove(name);
        }
        if (wanted.Count > 0)
            throw new InvalidDataException($"{archive} lacks {string.Join(", ", wanted.Order())}.");
    }

    private static async Task FetchRestAsync(HttpClient client, string url, string part, long have, long bytes, Action<string> say, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0)
            request.Headers.Range = new RangeHeaderValue(have, null);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        response.EnsureSuccessStatusCode();
        var appends = response.StatusCode == HttpStatusCode.PartialContent;
        await using var source = await response.Content.ReadAsStreamAsync(cancel);
        await using var target = new FileStream(part, appends ? FileMode.Append : FileMode.Create, FileAccess.Write);
        var buffer = new byte[1 << 17];
        var got = appends ? have : 0;
        var first = got;
        var clock = Stopwatch.StartNew();
        var reported = TimeSpan.FromSeconds(-10);
        int read;
        while (got <= bytes && (read = await source.ReadAsync(buffer, cancel)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
            got += read;
            if (clock.Elapsed - reported < TimeSpan.FromSeconds(5))
                continue;
            reported = clock.Elapsed;
            var rate = (got - first) / Math.Max(0.001, clock.Elapsed.TotalSeconds);
            say($"  {got / 1e6:F0} of {bytes / 1e6:F0} MB, {rate / 1e6:F1} MB/s, {(bytes - got) / rate:F0} s left");
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancel)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }
}
