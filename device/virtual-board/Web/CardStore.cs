using System.Text;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>The card's files as the page sees them: names, sizes and number are checked, and nothing outside the folder is
/// touched.</summary>
public sealed class CardStore
{
    /// <summary>Bytes of a file at most.</summary>
    public const int MaxFileBytes = 8 * 1024 * 1024;

    /// <summary>Files at most.</summary>
    public const int MaxFiles = 500;

    private const int MaxNameLength = 100;
    private const int MaxNameBytes = 255;

    // What FAT does not take, and the percent sign, which an encoded slash begins with.
    private const string BadCharacters = "/\\:*?\"<>|%";

    private static readonly string[] s_endings = [".jpg", ".jpeg", ".png", ".bmp", ".tflite", ".ini"];
    private static readonly string[] s_reserved =
        ["CON", "PRN", "AUX", "NUL", .. "123456789".Select(n => $"COM{n}"), .. "123456789".Select(n => $"LPT{n}")];

    private readonly string _folder;

    /// <param name="folder">The card's top folder.</param>
    public CardStore(string folder) => _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The files, folders inside included, in name order; links are left out.</summary>
    public IReadOnlyList<CardFile> List()
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true, MaxRecursionDepth = 4, AttributesToSkip =
                FileAttributes.ReparsePoint | FileAttributes.Hidden, IgnoreInaccessible = true,
        };
        return [.. new DirectoryInfo(_folder).EnumerateFiles("*", options)
            .Where(file => !file.Name.StartsWith('.'))
            .Select(file => new CardFile(Path.GetRelativePath(_folder, file.FullName).Replace('\\', '/'), file.Length))
            .OrderBy(file => file.Name, StringComparer.OrdinalIgnoreCase)
            .Take(MaxFiles + 1)];
    }

    /// <summary>Full path of a file that the list holds.</summary>
    /// <param name="name">As in the list.</param>
    /// <returns>null where there is none: names are compared, never combined into a path before.</returns>
    public string? Find(string name)
    {
        foreach (var file in List())
        {
            if (file.Name == name) return Path.Combine(_folder, file.Name.Replace('/', Path.DirectorySeparatorChar));
        }

        return null;
    }

    /// <summary>Tells what is wrong with an upload.</summary>
    /// <returns>null where nothing is.</returns>
    public string? Refuse(string name, long bytes)
    {
        if (name.Length is 0 or > MaxNameLength) return $"The name has {name.Length} characters; expected 1 to {MaxNameLength}.";
        if (Encoding.UTF8.GetByteCount(
            name) > MaxNameBytes) return $"The name has {Encoding.UTF8.GetByteCount(name)} bytes in UTF-8; expected at most "
            + $"{MaxNameBytes}.";
        if (name.StartsWith('.') || name.EndsWith(' ')
            || name.EndsWith('.')) return "The name must not begin with a dot, or end with a dot or a space.";
        if (name.Any(c => char.IsControl(c)
            || BadCharacters.Contains(c))) return $"The name holds a control character or one of {BadCharacters}";
        if (s_reserved.Contains(name.Split('.')[0].ToUpperInvariant())) return "Windows keeps this name for itself.";
        var ending = Path.GetExtension(name).ToLowerInvariant();
        if (!s_endings.Contains(ending)) return $"Files end in {string.Join(", ", s_endings)}; this one ends in '{ending}'.";
        if (bytes > MaxFileBytes) return $"The file has {bytes} bytes; expected at most {MaxFileBytes}.";
        var files = List();
        var alike = files.FirstOrDefault(file => file.Name != name && file.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (alike != null) return $"The card holds {alike.Name} already, and a card does not tell capital letters apart.";
        if (files.Count >= MaxFiles && files.All(file => file.Name != name)) return $"The card holds {MaxFiles} files already.";
        return null;
    }

    /// <summary>Writes a file that was not refused into the top folder, beside and renamed.</summary>
    public void Write(string name, byte[] contents)
    {
        var path = Path.Combine(_folder, name);
        if (new FileInfo(path).LinkTarget != null) throw new IOException($"{name} is a link; it is left alone.");
        if (Directory.Exists(path)) throw new IOException($"{name} is a folder of the card; it is left alone.");
        var beside = Path.Combine(_folder, $".upload-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(beside, contents);
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
