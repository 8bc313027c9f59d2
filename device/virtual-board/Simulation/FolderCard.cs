using TinyClassify.Native;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>A memory card whose contents are a folder; it can be ejected at any moment, also in the middle of a file.</summary>
public sealed class FolderCard : ICardSocket
{
    private volatile bool _inserted;
    private volatile bool _lost;
    private volatile int _insertions;

    /// <param name="folder">The card's top folder; must exist.</param>
    /// <param name="writable">The application may write results.csv.</param>
    public FolderCard(string folder, bool writable)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(Root)) throw new DirectoryNotFoundException($"there is no folder {Root}");
        IsWritable = writable;
    }

    /// <summary>A file operation is about to happen; tests make it fail, or pull the card.</summary>
    public event Action? Accessing;

    /// <summary>Full path of the top folder.</summary>
    public string Root { get; }

    /// <summary>Bytes that can still be written; tests make the card full.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>A card without a file system: it is in, and nothing mounts it.</summary>
    public bool IsUnformatted { get; set; }

    /// <inheritdoc/>
    public int State => !_inserted ? MemoryCard.Out : IsUnformatted ? MemoryCard.NotMounted : MemoryCard.Ready;

    /// <summary>The card is in its socket.</summary>
    public bool IsInserted => _inserted;

    /// <inheritdoc/>
    public bool IsWritable { get; }

    /// <summary>Puts the card into the socket.</summary>
    public void Insert()
    {
        _insertions++;
        _lost = false;
        _inserted = true;
    }

    /// <summary>Pulls the card and puts it back before the socket's debouncing notices: nothing works until it is mounted
    /// again.</summary>
    public void Flick()
    {
        _insertions++;
        _lost = true;
    }

    /// <summary>Pulls the card: open files fail from now on.</summary>
    public void Eject() => _inserted = false;

    /// <inheritdoc/>
    public void Mount()
    {
        if (!_inserted) throw new IOException("there is no card in the socket");
        _lost = false;
    }

    /// <inheritdoc/>
    /// <remarks>FAT knows no links, and where they lead is not the card: they are as if they were not there.</remarks>
    public IEnumerable<CardEntry> Read(string folder)
    {
        var insertion = _insertions;
        Check(insertion);
        foreach (var entry in new DirectoryInfo(Path.Combine(Root, folder)).EnumerateFileSystemInfos())
        {
            Check(insertion);
            if (IsLink(entry)) continue;
            var hidden = OperatingSystem.IsWindows() && (entry.Attributes & (FileAttributes.Hidden | FileAttributes.System)) != 0;
            yield return new CardEntry(entry.Name, entry is DirectoryInfo, hidden);
        }
    }

    /// <inheritdoc/>
    public Stream OpenRead(string path) => Open(path, FileMode.Open, FileAccess.Read);

    /// <inheritdoc/>
    public Stream OpenWrite(string path) => Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(Find(path));

    private PullableStream Open(string path, FileMode mode, FileAccess access)
    {
        var insertion = _insertions;
        Check(insertion);
        var full = Find(path);
        var why = IsLink(new FileInfo(full)) ? "a link, which a card cannot hold" : Directory.Exists(full) ? "a folder" : null;
        if (why != null)
        {
            why = $"{path} is {why}";
            throw access == FileAccess.Read ? new FileNotFoundException(why) : new UnauthorizedAccessException(why);
        }

        return new PullableStream(new FileStream(full, mode, access), () => Check(insertion), TakeRoom);
    }

    // FAT knows capital and small letters, and one file for both.
    private string Find(string path)
    {
        var full = Path.Combine(Root, path);
        var folder = new DirectoryInfo(Path.GetDirectoryName(full)!);
        if (Path.Exists(full) || !folder.Exists) return full;
        var name = Path.GetFileName(full);
        return folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)
            .Where(other => string.Equals(name, other, StringComparison.OrdinalIgnoreCase))
            .Select(other => Path.Combine(folder.FullName, other)).FirstOrDefault(full);
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
}
