using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using TinyClassify.Runtime;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Decoded pictures in one file, mapped into memory: each is decoded once, and a set larger than memory is read as it is
/// needed.</summary>
/// <remarks>
/// Layout: header (magic, SHA-256 of what the pictures are, place of the table); uint8 RGB of each picture; table of (place,
/// width, height, error).
/// A place below 0 is that of a picture that could not be decoded.
/// </remarks>
public sealed unsafe class PictureStore : IDisposable
{
    private const int HeaderBytes = 8 + 32 + 8;
    private static readonly byte[] s_magic = "TCPICS01"u8.ToArray();
    private static readonly TimeSpan s_reportInterval = TimeSpan.FromSeconds(5);

    private readonly FileStream _file;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _bytes;
    private readonly Entry[] _entries;
    private readonly byte[] _key;
    private readonly int _side;
    private readonly bool _isWhole;

    private PictureStore(FileStream file, Entry[] entries, byte[] key, int side, bool isWhole)
    {
        (_file, _entries, _key, _side, _isWhole) = (file, entries, key, side, isWhole);
        _map = MemoryMappedFile.CreateFromFile(
            file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _bytes);
    }

    public int Count => _entries.Length;

    /// <returns>Whether these are the pictures that it was made of.</returns>
    public bool Holds(IReadOnlyList<PictureFile> files) => KeyOf(files, _side, _isWhole).AsSpan().SequenceEqual(_key);

    /// <summary>Opens the store where it is of these very pictures, else decodes them, on all cores.</summary>
    /// <param name="path">Where the store lies or is to lie; null for a temporary file that goes with this object.</param>
    /// <param name="side">Pixels: of the square that is cut out of the middle, or of the shorter side of the whole
    /// picture.</param>
    /// <param name="isWhole">Whole pictures in their own proportions, none enlarged; otherwise squares.</param>
    /// <param name="say">Receives progress.</param>
    public static PictureStore Open(string? path, IReadOnlyList<PictureFile> files, int side, bool isWhole, Action<string> say)
    {
        var key = KeyOf(files, side, isWhole);
        if (path is not null && TryOpen(path, key, files.Count, side, isWhole) is { } found)
            return found;
        var beside = path is null ? Path.Combine(Path.GetTempPath(), $"tinyclassify-{Guid.NewGuid():N}.tmp")
            : $"{path}.{Environment.ProcessId}.tmp";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(beside))!);
        var file = new FileStream(beside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 1,
            path is null ? FileOptions.DeleteOnClose : FileOptions.None);
        try
        {
            var entries = Decode(file, files, side, isWhole, key, say);
            if (path is not null)
                File.Move(beside, path, overwrite: true);
            return new(file, entries, key, side, isWhole);
        }
        catch (Exception e)
        {
            file.Dispose();
            File.Delete(beside);
            // A full disk, as the threads tell of it.
            if (e is AggregateException { InnerException: IOException inner })
                throw new IOException($"Decoded pictures cannot be written to {beside}: {inner.Message}", inner);
            throw;
        }
    }

    /// <returns>Why a picture could not be decoded, or null where it was.</returns>
    public string? Error(int index) => _entries[index].Error;

    /// <returns>uint8 RGB [height, width, 3] of a picture that was decoded.</returns>
    public ReadOnlySpan<byte> this[int index] =>
        new(_bytes + _entries[index].Place, _entries[index].Width * _entries[index].Height * 3);

    /// <returns>Width and height, pixels.</returns>
    public (int Width, int Height) SizeOf(int index) => (_entries[index].Width, _entries[index].Height);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
        _file.Dispose();
    }

    private static Entry[] Decode(
        FileStream file, IReadOnlyList<PictureFile> files, int side, bool isWhole, byte[] key, Action<string> say)
    {
        var entries = new Entry[files.Count];
        long end = HeaderBytes;
        var done = 0;
        var clock = Stopwatch.StartNew();
        var reported = TimeSpan.Zero;
        // One after another to each core, since pictures of a class may all be large.
        var numbers = Partitioner.Create(Enumerable.Range(0, files.Count), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(numbers, i =>
        {
            entries[i] = Decode(files[i].Path, side, isWhole, out var rgb);
            if (rgb.Length > 0)
            {
                entries[i] = entries[i] with { Place = Interlocked.Add(ref end, rgb.Length) - rgb.Length };
                RandomAccess.Write(file.SafeFileHandle, rgb, entries[i].Place);
            }
            lock (entries)
            {
                done++;
                if (clock.Elapsed - reported < s_reportInterval)
                    return;
                reported = clock.Elapsed;
                var rate = done / reported.TotalSeconds;
                say($"  decoded {done:N0} of {files.Count:N0} pictures, {rate:F0} a second, {(files.Count - done) / rate:F0} s "
                    + "left");
            }
        });
        WriteTable(file, entries, end);
        var header = new byte[HeaderBytes];
        s_magic.CopyTo(header, 0);
        key.CopyTo(header, 8);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(40), end);
        RandomAccess.Write(file.SafeFileHandle, header, 0);
        RandomAccess.FlushToDisk(file.SafeFileHandle);
        return entries;
    }

    private static Entry Decode(string path, int side, bool isWhole, out byte[] rgb)
    {
        try
        {
            var encoded = File.ReadAllBytes(path);
            var (width, height) = isWhole ? Shrunk(PictureDecoder.Probe(encoded), side) : (side, side);
            rgb = PictureDecoder.Decode(encoded, width, height);
            return new(0, width, height, null);
        }
        catch (Exception e) when (e is TinyClassifyException or IOException or UnauthorizedAccessException)
        {
            rgb = [];
            return new(-1, 0, 0, e.Message);
        }
    }

    // The shorter side becomes the one asked for; a picture that is smaller stays as it is.
    private static (int Width, int Height) Shrunk(in PictureInfo picture, int side)
    {
        var shorter = Math.Min(picture.Width, picture.Height);
        return shorter <= side ? (picture.Width, picture.Height)
            : ((int)Math.Max(side, (long)picture.Width * side / shorter),
                (int)Math.Max(side, (long)picture.Height * side / shorter));
    }

    private static void WriteTable(FileStream file, Entry[] entries, long place)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        foreach (var entry in entries)
        {
            writer.Write(entry.Place);
            writer.Write(entry.Width);
            writer.Write(entry.Height);
            writer.Write(entry.Error ?? "");
        }
        writer.Flush();
        RandomAccess.Write(file.SafeFileHandle, bytes.ToArray(), place);
    }

    private static PictureStore? TryOpen(string path, byte[] key, int count, int side, bool isWhole)
    {
        if (!File.Exists(path))
            return null;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var header = new byte[HeaderBytes];
            file.ReadExactly(header);
            var table = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(40));
            if (!header.AsSpan(0, 8).SequenceEqual(s_magic) || !header.AsSpan(8, 32).SequenceEqual(key) || table > file.Length)
                throw new InvalidDataException("of other pictures");
            file.Position = table;
            var reader = new BinaryReader(file, Encoding.UTF8);
            var entries = new List<Entry>();
            while (file.Position < file.Length)
                entries.Add(new(reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(),
                    reader.ReadString() is { Length: > 0 } error ? error : null));
            if (entries.Count != count || !entries.All(
                e => e.Error is not null || (e.Place >= HeaderBytes && e.Place + ((long)e.Width * e.Height * 3) <= table)))
                throw new InvalidDataException("damaged");
            return new(file, [.. entries], key, side, isWhole);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            file.Dispose();
            return null; // Made anew.
        }
    }

    private static byte[] KeyOf(IReadOnlyList<PictureFile> files, int side, bool isWhole)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{side} {isWhole} {files.Count}"));
        foreach (var file in files)
            hash.AppendData(file.Hash);
        return hash.GetHashAndReset();
    }

    private readonly record struct Entry(long Place, int Width, int Height, string? Error);
}
