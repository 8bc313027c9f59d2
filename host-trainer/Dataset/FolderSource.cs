using System.Collections.Concurrent;
using TinyClassify.Runtime;

namespace TinyClassify.Trainer.Dataset;

/// <summary>One's own pictures: one folder a class, JPEG, PNG or BMP of any size.</summary>
/// <remarks>
/// With folders `train` and `test` on top, each holding the class folders, the division is the user's. Otherwise every tenth
/// picture of a class, drawn by a fixed seed over the sorted names, is kept for the test: the same ones in every run.
/// Pictures are decoded, cropped and resized by the native code, as the board does it.
/// </remarks>
public sealed class FolderSource : IPictureSource
{
    private const int TestShare = 10;
    private const ulong TestSeed = 0x7E57;
    private const int FewestPictures = 5;
    private const int SkippedToName = 5;
    private static readonly string[] s_extensions = [".jpg", ".jpeg", ".png", ".bmp"];

    private readonly string _folder;
    private readonly Action<string> _say;
    private readonly bool _isDivided;
    private readonly string[] _classes;

    /// <param name="say">Receives what is skipped, and progress.</param>
    /// <exception cref="InvalidDataException">There are not 2 to 1000 class folders.</exception>
    public FolderSource(string folder, Action<string> say)
    {
        _folder = folder;
        _say = say;
        _isDivided = Directory.Exists(Path.Combine(folder, "train")) && Directory.Exists(Path.Combine(folder, "test"));
        var top = _isDivided ? Path.Combine(folder, "train") : folder;
        _classes = Directory.EnumerateDirectories(top).Select(d => Path.GetFileName(d)!)
            .Where(name => !name.StartsWith('.') && Pictures(Path.Combine(top, name)).Length > 0).Order(StringComparer.Ordinal).ToArray();
        if (_classes.Length is < 2 or > 1000)
            throw new InvalidDataException(
                $"{top} holds {_classes.Length} folders with pictures; expected 2 to 1000, one a class, named for it ({string.Join(", ", s_extensions)}).");
    }

    public string Description => $"{_classes.Length} classes in {_folder}";

    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_folder)));

    public ImageSet LoadTraining(int size) => Load(size, isTest: false);

    public ImageSet LoadTest(int size) => Load(size, isTest: true);

    private ImageSet Load(int size, bool isTest)
    {
        var files = new List<(string Path, int Label)>();
        for (var c = 0; c < _classes.Length; c++)
        {
            var ofClass = Files(_classes[c], isTest);
            if (!isTest && ofClass.Length < FewestPictures)
                throw new InvalidDataException(
                    $"Class {_classes[c]} has {ofClass.Length} pictures to train on; expected {FewestPictures} at least, and some hundreds for good results.");
            files.AddRange(ofClass.Select(f => (f, c)));
        }
        var imageBytes = size * size * 3;
        if ((long)files.Count * imageBytes > Array.MaxLength)
            throw new InvalidDataException($"{files.Count:N0} pictures of {size}x{size} pixels do not fit into memory at once; lower the recipe's network.inputSize.");
        return Decode(files, size, imageBytes);
    }

    private ImageSet Decode(List<(string Path, int Label)> files, int size, int imageBytes)
    {
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
        var images = new ImageSet(pixels, [.. files.Select(f => f.Label)], size, _classes);
        if (failures.IsEmpty)
            return images;
        _say($"skipped {failures.Count} of {files.Count} pictures that cannot be read:");
        foreach (var (index, reason) in failures.OrderBy(f => f.Key).Take(SkippedToName))
            _say($"  {files[index].Path}: {reason}");
        var readable = Enumerable.Range(0, files.Count).Where(i => !failures.ContainsKey(i)).ToArray();
        return readable.Length > 0 ? images.Select(readable) : throw new InvalidDataException($"None of the {files.Count} pictures in {_folder} can be read.");
    }

    private string[] Files(string name, bool isTest)
    {
        if (_isDivided)
            return Pictures(Path.Combine(_folder, isTest ? "test" : "train", name));
        var all = Pictures(Path.Combine(_folder, name));
        var kept = new DeterministicRandom(TestSeed).Permutation(all.Length).Take(Math.Max(1, all.Length / TestShare)).ToHashSet();
        return [.. all.Where((_, i) => kept.Contains(i) == isTest)];
    }

    private static string[] Pictures(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => s_extensions.Contains(Path.GetExtension(f).ToLowerInvariant())).Order(StringComparer.Ordinal)]
        : [];
}
