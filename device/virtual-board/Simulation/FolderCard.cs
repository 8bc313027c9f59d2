using TinyClassify.Device.Board;
using TinyClassify.Native;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>A memory card whose contents are a folder; it can be ejected at any moment, also in the middle of a file.</summary>
public sealed class FolderCard : FileCard, ICardSocket
{
    private readonly bool _writable;
    private volatile bool _inserted;
    private volatile bool _lost;
    private volatile int _insertions;

    /// <param name="folder">The card's top folder; must exist.</param>
    /// <param name="writable">The application may write results.csv.</param>
    public FolderCard(string folder, bool writable)
        : base(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))
    {
        if (!Directory.Exists(Root)) throw new DirectoryNotFoundException($"there is no folder {Root}");
        _writable = writable;
    }

    /// <summary>A file operation is about to happen; tests make it fail, or pull the card.</summary>
    public event Action? Accessing;

    /// <summary>Bytes that can still be written; tests make the card full.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    /// <inheritdoc/>
    public int State => _inserted ? MemoryCard.Ready : MemoryCard.Out;

    /// <inheritdoc/>
    public override bool IsInserted => _inserted;

    /// <inheritdoc/>
    public override bool IsWritable => _writable;

    /// <summary>Puts the card into the socket.</summary>
    public void Insert()
    {
        _insertions++;
        _lost = false;
        _inserted = true;
    }

    /// <summary>Pulls the card and puts it back before the socket's debouncing notices: nothing works until it is mounted again.</summary>
    public void Flick()
    {
        _insertions++;
        _lost = true;
    }

    /// <inheritdoc/>
    public void Mount()
    {
        if (!_inserted) throw new IOException("there is no card in the socket");
        _lost = false;
    }

    /// <summary>Pulls the card: open files fail from now on.</summary>
    public void Eject() => _inserted = false;

    /// <inheritdoc/>
    /// <remarks>FAT knows no links, and where they lead is not the card: they are as if they were not there.</remarks>
    public override string[] GetFolders(string folder) => [.. base.GetFolders(folder).Where(path => !IsLink(new DirectoryInfo(path)))];

    /// <inheritdoc/>
    public override string[] GetFiles(string folder) => [.. base.GetFiles(folder).Where(path => !IsLink(new FileInfo(path)))];

    /// <inheritdoc/>
    public override string? Find(string name) => base.Find(name) is { } path && !IsLink(new FileInfo(path)) ? path : null;

    /// <inheritdoc/>
    public override Stream OpenRead(string path) => base.OpenRead(NoLink(path));

    /// <inheritdoc/>
    public override Stream OpenWrite(string name)
    {
        NoLink(Path.Combine(Root, name));
        return base.OpenWrite(name);
    }

    /// <inheritdoc/>
    /// <remarks>FAT knows no links, and where they lead is not the card: they are as if they were not there.</remarks>
    IEnumerable<CardEntry> ICardSocket.Read(string folder)
    {
        Check(_insertions);
        var insertion = _insertions;
        foreach (var entry in new DirectoryInfo(Path.Combine(Root, folder)).EnumerateFileSystemInfos())
        {
            Check(insertion);
            if (IsLink(entry)) continue;
            var hidden = OperatingSystem.IsWindows() && (entry.Attributes & (FileAttributes.Hidden | FileAttributes.System)) != 0;
            yield return new CardEntry(entry.Name, entry is DirectoryInfo, hidden);
        }
    }

    /// <inheritdoc/>
    Stream ICardSocket.OpenRead(string path)
    {
        Check(_insertions);
        return OpenRead(Path.Combine(Root, path));
    }

    /// <inheritdoc/>
    Stream ICardSocket.OpenWrite(string path)
    {
        Check(_insertions);
        return OpenWrite(path);
    }

    /// <inheritdoc/>
    void ICardSocket.Delete(string path) => File.Delete(Path.Combine(Root, path));

    /// <inheritdoc/>
    protected override Stream Guard(Stream stream)
    {
        var insertion = _insertions;
        return new PullableStream(stream, () => Check(insertion), TakeRoom);
    }

    private void Check(int insertion)
    {
        Accessing?.Invoke();
        if (!_inserted || _insertions != insertion) throw new IOException("the card was pulled");
        if (_lost) throw new IOException("the card does not answer");
    }

    private void TakeRoom(int bytes)
    {
        const int DiskFull = unchecked((int)0x80070070);
        if (FreeBytes < bytes) throw new IOException("the card is full", DiskFull);
        FreeBytes -= bytes;
    }

    private static bool IsLink(FileSystemInfo entry) => entry.LinkTarget != null;

    private static string NoLink(string path) =>
        IsLink(new FileInfo(path)) ? throw new IOException($"{Path.GetFileName(path)} is a link, which a card cannot hold") : path;
}
