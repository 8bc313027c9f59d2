using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TinyClassify.Runtime;

namespace TinyClassify.Trainer.Dataset;

/// <summary>One's own pictures: one folder a class, JPEG, PNG or BMP of any size.</summary>
/// <remarks>
/// How the folders may lie says <see cref="FolderLayout"/>, which pictures are kept back <see cref="PictureDivision"/>. Pictures are decoded,
/// cropped and resized by the native code, as the board does it.
/// </remarks>
public sealed class FolderSource : IPictureSource
{
    private const int SkippedToName = 5;

    private readonly string _folder;
    private readonly Action<string> _say;
    private readonly FolderLayout _layout;
    private readonly Lazy<IReadOnlyList<PictureFile>> _files;
    private (int Size, ImageSet Images, IReadOnlyList<PictureFile> Files)? _decoded;
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

    /// <summary>Files that may be trained on, before those to keep back are taken away.</summary>
    public int Count => _layout.Classes.Sum(c => _layout.Files(PicturePart.Training, c).Count);

    public string Description => $"{_layout.Classes.Count} classes in {_folder}";

    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder)));

    public IReadOnlyList<string> ClassNames => _layout.Classes;

    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        _layout.Classes.Concat(_files.Value.Select(f => $"{f.Part} {f.Label} {f.Key}").Order(StringComparer.Ordinal))))));

    public (ImageSet Training, ImageSet Validation) LoadTraining(int size, int validationImages) =>
        (Load(size, validationImages, PicturePart.Training), Load(size, validationImages, PicturePart.Validation));

    // The test does not depend on how many are validated on.
    public ImageSet LoadTest(int size) => Load(size, validationImages: 1, PicturePart.Test);

    private ImageSet Load(int size, int validationImages, PicturePart part)
    {
        if (_decoded?.Size != size)
            _decoded = Decode(size);
        var (_, images, files) = _decoded.Value;
        var divided = PictureDivision.Of(files, _layout, validationImages, _hasTold ? _ => { } : _say);
        _hasTold = true;
        var rows = files.Index().ToDictionary(f => f.Item.Path, f => f.Index);
        return images.Select([.. divided.Where(f => f.Part == part).Select(f => rows[f.Path])]);
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

    private (int Size, ImageSet Images, IReadOnlyList<PictureFile> Files) Decode(int size)
    {
        var files = _files.Value;
        var imageBytes = size * size * 3;
        if ((long)files.Count * imageBytes > Array.MaxLength)
            throw new InvalidDataException($"{files.Count:N0} pictures of {size}x{size} pixels do not fit into memory at once; lower the recipe's network.inputSize.");
        var pixels = new byte[files.Count * imageBytes];
        var failures = new ConcurrentDictionary<int, string>();
        Parallel.For(0, files.Count, i =>
        {
            try
            {
                using var file = File.OpenRead(files[i].Path);
                PictureDecoder.Decode(file, size, size).CopyTo(pixels.AsSpan(i * imageBytes));
            }
            catch (Exception e) when (e is TinyClassifyException or IOException or UnauthorizedAccessException)
            {
                failures[i] = e.Message;
            }
        });
        var images = new ImageSet(pixels, [.. files.Select(f => f.Label)], size, _layout.Classes);
        if (failures.IsEmpty)
            return (size, images, files);
        TellOf(failures, files);
        var readable = Enumerable.Range(0, files.Count).Where(i => !failures.ContainsKey(i)).ToArray();
        return (size, images.Select(readable), [.. readable.Select(i => files[i])]);
    }

    private void TellOf(IReadOnlyDictionary<int, string> failures, IReadOnlyList<PictureFile> files)
    {
        foreach (var group in files.Index().GroupBy(f => (f.Item.Label, f.Item.Part)))
            if (group.All(f => failures.ContainsKey(f.Index)))
                throw new InvalidDataException($"Class {_layout.Classes[group.Key.Label]}: none of its {group.Count()} pictures in "
                    + $"{Path.GetDirectoryName(group.First().Item.Path)} can be read. {failures[group.First().Index]} Save them anew as JPEG, or move the folder away.");
        _say($"skipped {failures.Count} of {files.Count} pictures that cannot be read:");
        foreach (var (index, reason) in failures.OrderBy(f => f.Key).Take(SkippedToName))
            _say($"  {files[index].Path}: {reason}");
    }
}
