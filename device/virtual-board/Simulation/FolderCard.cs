using TinyClassify.Device.Board;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>A memory card whose contents are a folder; it can be ejected at any moment, also in the middle of a file.</summary>
public sealed class FolderCard : FileCard
{
    private readonly bool _writable;
    private volatile bool _inserted;
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

    /// <inheritdoc/>
    public override bool IsInserted => _inserted;

    /// <inheritdoc/>
    public override bool IsWritable => _writable;

    /// <summary>Puts the card into the socket.</summary>
    public void Insert()
    {
        _insertions++;
        _inserted = true;
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
    protected override Stream Guard(Stream stream)
    {
        var insertion = _insertions;
        return new PullableStream(stream, () =>
        {
            Accessing?.Invoke();
            if (!_inserted || _insertions != insertion) throw new IOException("the card was pulled");
        });
    }

    private static bool IsLink(FileSystemInfo entry) => entry.LinkTarget != null;

    private static string NoLink(string path) =>
        IsLink(new FileInfo(path)) ? throw new IOException($"{Path.GetFileName(path)} is a link, which a card cannot hold") : path;
}
