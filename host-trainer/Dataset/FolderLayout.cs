namespace TinyClassify.Trainer.Dataset;

/// <summary>How somebody's folder of pictures is arranged: its classes, and the division into parts if it has one of its
/// own.</summary>
/// <remarks>
/// Either the class folders lie on top, or folders named for the parts do (`train` with `val`, `valid`, `validation` or `test`,
/// as Keras,
/// Roboflow and Kaggle arrange them, in any case), each with the class folders in it. What is neither is refused, never guessed.
/// </remarks>
public sealed class FolderLayout
{
    private const int MostClasses = 1000;

    private static readonly Dictionary<string, PicturePart> s_parts = new(StringComparer.Ordinal)
    {
        ["train"] = PicturePart.Training, ["training"] = PicturePart.Training, ["trainset"] = PicturePart.Training,
        ["trainingset"] = PicturePart.Training,
        ["val"] = PicturePart.Validation, ["valid"] = PicturePart.Validation, ["validation"] = PicturePart.Validation,
        ["valset"] = PicturePart.Validation,
        ["validationset"] = PicturePart.Validation, ["dev"] = PicturePart.Validation,
        ["test"] = PicturePart.Test, ["testing"] = PicturePart.Test, ["testset"] = PicturePart.Test,
        ["testingset"] = PicturePart.Test,
    };

    private readonly string _root;
    private readonly Dictionary<PicturePart, IReadOnlyDictionary<string, PictureFiles>> _files = [];

    /// <param name="say">Receives what is left out.</param>
    /// <exception cref="InvalidDataException">The arrangement is none that is understood; the message says what was seen and what
    /// to do.</exception>
    public FolderLayout(string root, Action<string> say)
    {
        _root = root;
        var parts = FindParts(root);
        if (parts.Count == 0)
            parts = new() { [PicturePart.Training] = root };
        foreach (var (part, folder) in parts)
            _files.Add(part, ClassesIn(folder, say));
        Classes = [.. _files[PicturePart.Training].Keys.Order(StringComparer.Ordinal)];
        if (Classes.Count is < 2 or > MostClasses)
            throw new InvalidDataException($"{parts[PicturePart.Training]} holds {Classes.Count} folders with pictures; expected "
                + $"2 to {MostClasses}, one a class, "
                + $"named for it, with {string.Join(", ", PictureFiles.Extensions)} files.{Hint(parts[PicturePart.Training])}");
        foreach (var (part, classes) in _files.Where(p => p.Key != PicturePart.Training))
            RequireSameClasses(parts[part], [.. classes.Keys], Path.GetFileName(parts[PicturePart.Training]));
        // With one part kept back, it is what the accuracy is reported on; pictures to choose by come out of the training part.
        if (_files.Count == 2 && _files.Remove(PicturePart.Validation, out var kept))
        {
            _files.Add(PicturePart.Test, kept);
            say($"{parts[PicturePart.Validation]} is the test; pictures to choose by are kept back of "
                + $"{Path.GetFileName(parts[PicturePart.Training])}");
        }
    }

    /// <summary>In the order of their labels.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether the pictures come with a division of their own; otherwise all are in
    /// <see cref="PicturePart.Training"/>.</summary>
    public bool IsDivided => Has(PicturePart.Test);

    public bool Has(PicturePart part) => _files.ContainsKey(part);

    /// <returns>The picture files of one class in one part.</returns>
    public IReadOnlyList<string> Files(PicturePart part, string name) => _files[part][name].Files;

    private static Dictionary<PicturePart, string> FindParts(string root)
    {
        var folders = PictureFiles.FoldersIn(root, root).ToArray();
        var named = folders.Where(f => PartOf(f) is not null).ToArray();
        var parts = new Dictionary<PicturePart, string>();
        foreach (var folder in named)
            if (!parts.TryAdd(PartOf(folder)!.Value, folder))
                throw new InvalidDataException($"{parts[PartOf(folder)!.Value]} and {folder} are the same part of the pictures "
                    + "by their names. Keep one of them.");
        if (!parts.TryGetValue(PicturePart.Training, out var training))
            return named.Length == 0 ? [] : throw new InvalidDataException(
                $"{root} holds {Names(named)} without a folder train beside. Put the class folders to train on into "
                    + $"{Path.Combine(root, "train")}; "
                + "if it is a class that is called so, give the folder another name.");
        var others = folders.Except(named).Where(
            f => PictureFiles.Below(f, root) is { Files.Count: > 0 } or { Others.Count: > 0 }).ToArray();
        var isClass = parts.Count == 1 && others.Length > 0 && PictureFiles.CountIn(training) > 0;
        if (isClass)
            return []; // Trains, among other classes.
        return others.Length == 0 ? parts : throw new InvalidDataException(
            $"{root} holds {Names(others)} beside {Names(named)}: either these are classes, or those are parts that hold the "
                + "classes. Put the class folders into "
            + $"{training}, or move what does not belong here away.");
    }

    private IReadOnlyDictionary<string, PictureFiles> ClassesIn(string folder, Action<string> say)
    {
        var classes = new Dictionary<string, PictureFiles>(StringComparer.Ordinal);
        foreach (var path in PictureFiles.FoldersIn(folder, _root))
        {
            // Put together, they are the same name on every machine, and have a glyph on the LCD.
            var name = ComposedName.Of(Path.GetFileName(path));
            if (name.Contains('\uFFFD'))
                throw new InvalidDataException(
                    $"A class folder in {folder} has a name that is not UTF-8 ({name}). Give it another name.");
            var files = PictureFiles.Below(path, _root);
            if (files.Files.Count == 0 && files.Others.Count > 0)
                throw new InvalidDataException(
                    $"Class {name}: {path} holds {files.DescribeOthers()}, and none of the formats that are read "
                    + $"({string.Join(", ", PictureFiles.Extensions)}). Convert them to JPEG, or move the folder away.");
            if (files.Files.Count == 0)
            {
                say($"left out: {path} holds no pictures");
                continue;
            }
            if (files.Others.Count > 0)
                say($"class {name}: {files.DescribeOthers()} left out of {path}; read are "
                    + $"{string.Join(", ", PictureFiles.Extensions)}");
            if (classes.Keys.FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) is { } same)
                throw new InvalidDataException($"{folder} holds the folders {same} and {name}, whose names differ in nothing but "
                    + "case. Put them together, or give one another name.");
            classes.Add(name, files);
        }
        var loose = PictureFiles.CountIn(folder);
        if (loose > 0 && classes.Count == 0)
            throw new InvalidDataException($"{folder} holds {loose} pictures and no class folders, so nobody knows what they "
                + "show. Sort them into folders named for the classes"
                + (folder == _root ? "." : ", or move it away."));
        if (loose > 0)
            say($"left out: {loose} pictures in {folder} that lie in no class folder");
        return classes;
    }

    private void RequireSameClasses(string folder, IReadOnlyList<string> names, string training)
    {
        foreach (var name in names.Except(Classes).Order(StringComparer.Ordinal))
            throw new InvalidDataException($"{folder} holds a class {name}; {training} has none of that name"
                + (Classes.FirstOrDefault(c => Letters(c) == Letters(name)) is { } spelled
                    ? $", but {spelled}. Spell both alike." : $" ({Shortened(Classes)})."));
        foreach (var name in Classes.Except(names).Order(StringComparer.Ordinal))
            throw new InvalidDataException(
                $"{folder} holds no pictures of class {name}, which {training} has. Put some there, or move {folder} away: "
                + "then some of the others are kept back.");
    }

    // Unpacked archives like to lie in a folder of their own.
    private string Hint(string folder) =>
        PictureFiles.FoldersIn(folder, _root).ToArray() is [var only] && PictureFiles.FoldersIn(only, _root).Skip(1).Any()
            ? $" Did you mean {only}?" : "";

    private static PicturePart? PartOf(string folder) => s_parts.TryGetValue(Letters(Path.GetFileName(folder)), out var part)
        ? part : null;

    private static string Letters(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static string Names(IReadOnlyList<string> folders) =>
        (folders.Count == 1 ? "a folder " : "folders ") + Shortened([.. folders.Select(f => Path.GetFileName(f)!)]);

    private static string Shortened(IReadOnlyList<string> names) => string.Join(", ", names.Take(6))
        + (names.Count > 6 ? ", ..." : "");
}
