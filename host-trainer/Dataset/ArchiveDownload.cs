using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Fetches an archive whose size and hash are known.</summary>
/// <param name="Name">Of the data, for the messages.</param>
/// <param name="Sha256">In lower case.</param>
/// <param name="Variable">Environment variable that names a folder with the data.</param>
public sealed record ArchiveDownload(string Name, string Url, long Bytes, string Sha256, string Variable)
{
    /// <summary>Downloads what is missing of the archive, going on where an earlier try stopped, and checks size and
    /// hash.</summary>
    /// <param name="path">The archive; a part of it grows beside it as "path.part".</param>
    /// <exception cref="InvalidDataException">What arrived is not the archive; the part is removed.</exception>
    public async Task FetchAsync(HttpClient client, string path, Action<string> say, CancellationToken cancel)
    {
        if (File.Exists(path) && new FileInfo(path).Length == Bytes && await HashAsync(path, cancel) == Sha256)
            return;
        var part = path + ".part";
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have > Bytes)
        {
            File.Delete(part);
            have = 0;
        }
        if (have < Bytes)
            await FetchRestAsync(client, part, have, say, cancel);

        var size = new FileInfo(part).Length;
        var hash = size == Bytes ? await HashAsync(part, cancel) : "";
        if (hash != Sha256)
        {
            if (size < Bytes)
                throw new IOException(
                    $"The connection ended after {size:N0} of {Bytes:N0} bytes. Run the command again: it goes on from there.");
            File.Delete(part);
            throw new InvalidDataException(
                $"{Url} gave {size:N0} bytes with SHA-256 {(hash.Length > 0 ? hash : "(not computed)")}; expected "
                    + $"{Bytes:N0} bytes with {Sha256}. "
                + "The download was removed; try again, or fetch the archive by hand and unpack it, and give its folder with "
                + "--data.");
        }
        File.Move(part, path, overwrite: true);
    }

    /// <summary>As the other one, with a client of its own; what fails says how a copy that is here already is named.</summary>
    public async Task FetchAsync(string path, Action<string> say, CancellationToken cancel)
    {
        say($"Downloading {Name} ({Bytes / 1e6:F0} MB) from {Url}");
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            await FetchAsync(client, path, say, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new IOException(
                $"{Url} cannot be fetched: {e.Message.TrimEnd('.')}. If {Name} lies on this machine already, give its folder "
                + "with "
                + $"--data DIR or the environment variable {Variable}.", e);
        }
    }

    private async Task FetchRestAsync(
        HttpClient client, string part, long have, Action<string> say, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
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
        while (got <= Bytes && (read = await source.ReadAsync(buffer, cancel)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
            got += read;
            if (clock.Elapsed - reported < TimeSpan.FromSeconds(5))
                continue;
            reported = clock.Elapsed;
            var rate = (got - first) / Math.Max(0.001, clock.Elapsed.TotalSeconds);
            say($"  {got / 1e6:F0} of {Bytes / 1e6:F0} MB, {rate / 1e6:F1} MB/s, {(Bytes - got) / rate:F0} s left");
        }
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancel)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel));
    }
}
