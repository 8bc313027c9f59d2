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
    protected override Stream Guard(Stream stream)
    {
        var insertion = _insertions;
        return new PullableStream(stream, () =>
        {
            Accessing?.Invoke();
            if (!_inserted || _insertions != insertion) throw new IOException("the card was pulled");
        });
    }
}
