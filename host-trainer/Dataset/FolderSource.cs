using System.Security.Cryptography;
using System.Text;

namespace TinyClassify.Trainer.Dataset;

/// <summary>One's own pictures: one folder a class, JPEG, PNG or BMP of any size.</summary>
/// <remarks>
/// How the folders may lie says <see cref="FolderLayout"/>, which pictures are kept back <see cref="PictureDivision"/>. Pictures
/// are
/// decoded, cropped and resized by the native code, as the board does it, once: see <see cref="PictureStore"/>.
/// </remarks>
public sealed class FolderSource : IPictureSource
{
    private const int SkippedToName = 5;

    private readonly string _folder;
    private readonly Action<string> _say;
    private readonly FolderLayout _layout;
    private readonly Lazy<IReadOnlyList<PictureFile>> _files;
    private readonly Dictionary<string, PictureStore> _stores = [];
    private bool _hasTold;

    /// <param name="say">Receives what is left out, and progress.</param>
    /// <exception cref="InvalidDataException">The folders are not arranged as one is understood.</exception>
    public FolderSource(string folder, Action<string> say)
    {
        _folder = folder;
        _say = say;
        _layout = new FolderLayout(folder, say);
        _files = new(HashAll);
    }

    /// <summary>Where decoded pictures are kept for the next command; null keeps them for this one.</summary>
    public string? CacheFolder { get; set; }

    /// <summary>Files that may be trained on, before those to keep back are taken away.</summary>
    public int Count => _layout.Classes.Sum(c => _layout.Files(PicturePart.Training, c).Count);

    public string Description => $"{_layout.Classes.Count} classes in {_folder}";

    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder)));

    public IReadOnlyList<string> ClassNames => _layout.Classes;

    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        _layout.Classes.Concat(_files.Value.Select(f => $"{f.Part} {f.Label} {f.Key}").Order(StringComparer.Ordinal))))));

    public (ImageSet Training, ImageSet Validation) LoadTraining(int size, int validationImages, int? shorterSide = null)
    {
        var divided = Divide(validationImages);
        return (Load(divided, PicturePart.Training, size, shorterSide), Load(divided, PicturePart.Validation, size, null));
    }

    // The test does not depend on how many are validated on.
    public ImageSet LoadTest(int size) => Load(Divide(validationImages: 1), PicturePart.Test, size, null);

    private IReadOnlyList<PictureFile> Divide(int validationImages)
    {
        var divided = PictureDivision.Of(_files.Value, _layout, validationImages, _hasTold ? _ => { } : _say);
        _hasTold = true;
        return divided;
    }

    private ImageSet Load(IReadOnlyList<PictureFile> divided, PicturePart part, int size, int? shorterSide)
    {
        PictureFile[] files = [.. divided.Where(f => f.Part == part)];
        var store = Open(files, part, shorterSide ?? size, isWhole: shorterSide is not null);
        int[] rows = [.. Enumerable.Range(0, files.Length).Where(i => store.Error(i) is null)];
        PictureDivision.RequireEnough([.. rows.Select(i => files[i])], part, _layout.Classes);
        return new ImageSet(new StoredPixels(store), rows, [.. rows.Select(i => files[i].Label)], size, _layout.Classes);
    }

    private PictureStore Open(IReadOnlyList<PictureFile> files, PicturePart part, int side, bool isWhole)
    {
        var name = $"{part.ToString().ToLowerInvariant()}-{side}{(isWhole ? "-whole" : "")}.rgb";
        if (_stores.TryGetValue(name, out var open) && open.Holds(files))
            return open;
        var store = PictureStore.Open(CacheFolder is null ? null : Path.Combine(CacheFolder, name), files, side, isWhole, _say);
        _stores[name] = store;
        int[] failed = [.. Enumerable.Range(0, files.Count).Where(i => store.Error(i) is not null)];
        foreach (var ofClass in files.Index().GroupBy(f => f.Item.Label))
            if (ofClass.All(f => store.Error(f.Index) is not null))
                throw new InvalidDataException(
                    $"Class {_layout.Classes[ofClass.Key]}: none of its {ofClass.Count()} pictures for the "
                    + $"{part.ToString().ToLowerInvariant()} can be read, such as {ofClass.First().Item.Path}: "
                    + $"{store.Error(ofClass.First().Index)} "
                    + "Save them anew as JPEG, or move the folder away.");
        if (failed.Length > 0)
            _say($"skipped {failed.Length} of {files.Count} pictures that cannot be read:");
        foreach (var i in failed.Take(SkippedToName))
            _say($"  {files[i].Path}: {store.Error(i)}");
        return store;
    }

    // What cannot be read is told by name when it is to be decoded; until then it is itself and no other.
    private static byte[] HashOf(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return SHA256.HashData(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes(path));
        }
    }

    private IReadOnlyList<PictureFile> HashAll()
    {
        var found = Enum.GetValues<PicturePart>().Where(_layout.Has).SelectMany(part => _layout.Classes.Index().SelectMany(c =>
            _layout.Files(part, c.Item).Select(path => (path, c.Index, part)))).ToArray();
        var files = new PictureFile[found.Length];
        Parallel.For(0, found.Length, i =>
        {
            var (path, label, part) = found[i];
            files[i] = new(path, label, HashOf(path), part);
        });
        PictureDivision.TellOfContradictions(files, _say);
        return files;
    }
}
