namespace TinyClassify.Trainer.Dataset;

/// <summary>Finds picture files below a folder, past what operating systems and storage boxes leave among them.</summary>
/// <remarks>
/// Left out without a word: names that begin with a dot (".ipynb_checkpoints", macOS's "._1.jpg"), and the folders that macOS,
/// Windows,
/// Synology, QNAP and Python make for themselves. Links are followed, but not into the data's own tree, nor twice.
/// </remarks>
public sealed class PictureFiles
{
    /// <summary>Those that are read, in lower case.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".jpg", ".jpeg", ".jfif", ".png", ".bmp"];

    private static readonly HashSet<string> s_systemFolders = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX", "__pycache__", "@eaDir", "@tmp", "@Recycle", "@Recently-Snapshot", "#recycle", "#snapshot", "$RECYCLE.BIN",
            "RECYCLER",
        "System Volume Information", "lost+found",
    };

    // Pictures as well, but of formats that are not read: a class of these must not vanish.
    private static readonly HashSet<string> s_otherFormats = new(StringComparer.Ordinal)
    {
        ".heic", ".heif", ".hif", ".webp", ".avif", ".gif", ".tif", ".tiff", ".jp2", ".jxl", ".svg", ".ico", ".tga", ".psd",
            ".raw", ".dng",
        ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf", ".pcx", ".ppm", ".pgm", ".pnm",
    };

    private readonly List<string> _files = [];
    private readonly SortedDictionary<string, int> _others = new(StringComparer.Ordinal);

    private PictureFiles()
    {
    }

    /// <summary>Full paths, in the order of their names.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Pictures of formats that are not read: how many of each extension.</summary>
    public IReadOnlyDictionary<string, int> Others => _others;

    /// <returns>E.g. "40 .heic, 2 .webp".</returns>
    public string DescribeOthers() => string.Join(", ", _others.Select(o => $"{o.Value} {o.Key}"));

    /// <param name="dataRoot">A link back into this folder, or to one above it, is not followed.</param>
    public static PictureFiles Below(string folder, string dataRoot)
    {
        var found = new PictureFiles();
        found.Walk(folder, RealPath(dataRoot), []);
        found._files.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <returns>Pictures that lie in the folder itself.</returns>
    public static int CountIn(string folder) => Directory.EnumerateFiles(folder).Count(f => !IsHidden(f) && IsPicture(f));

    /// <returns>Folders that somebody made, in name order; those of the system and links back into the data are left
    /// out.</returns>
    public static IEnumerable<string> FoldersIn(string folder, string dataRoot)
    {
        var root = RealPath(dataRoot);
        return Directory.EnumerateDirectories(folder).Where(f => !IsHidden(f) && !LeadsBack(f, root)).Order(
            StringComparer.Ordinal);
    }

    public static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    private static bool IsHidden(string path) => Path.GetFileName(path) is var name
        && (name.StartsWith('.') || s_systemFolders.Contains(name));

    private void Walk(string folder, string root, HashSet<string> visited)
    {
        if (!visited.Add(RealPath(folder)))
            return;
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (IsHidden(file))
                continue;
            if (IsPicture(file))
                _files.Add(file);
            else if (Path.GetExtension(file).ToLowerInvariant() is var extension && s_otherFormats.Contains(extension))
                _others[extension] = _others.GetValueOrDefault(extension) + 1;
        }
        foreach (var inner in Directory.EnumerateDirectories(folder))
            if (!IsHidden(inner) && !LeadsBack(inner, root))
                Walk(inner, root, visited);
    }

    // Its pictures are counted where they really lie, or would be of every class at once.
    private static bool LeadsBack(string folder, string root)
    {
        if (new DirectoryInfo(folder).LinkTarget is null)
            return false;
        var target = RealPath(folder);
        return IsWithin(target, root) || IsWithin(root, target);
    }

    private static bool IsWithin(string path, string folder) =>
        path == folder || path.StartsWith(
            Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // .NET resolves the last link of a path only; one further up is resolved from the top down.
    private static string RealPath(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var here = Path.Combine(RealPath(parent), Path.GetFileName(full));
        try
        {
            return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : here;
        }
        catch (IOException)
        {
            return here; // A link that leads round in a circle, or nowhere.
        }
    }
}
