using System.Formats.Tar;
using System.IO.Compression;
using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Dataset;

/// <summary>Imagenette, ten classes of ImageNet, in folders: 9,469 pictures to train on and 3,925 for the test, shorter side 160
/// pixels.</summary>
/// <remarks>Source: github.com/fastai/imagenette, version 2, whose part `val` is the test here.</remarks>
public static class Imagenette
{
    /// <summary>What --data takes for it.</summary>
    public const string DataName = "imagenette";

    public const string EnvironmentVariable = "TINYCLASSIFY_IMAGENETTE";
    private static readonly ArchiveDownload s_download = new("Imagenette",
        "https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-160.tgz", 99_003_388,
        "64d0c4859f35a461889e0147755a999a48b49bf38a7e0f9bd27003f10db02fe5", EnvironmentVariable);

    private const long LargestMember = 8 << 20;

    /// <summary>The archive's folders, which are numbers of WordNet, and what they show.</summary>
    public static readonly IReadOnlyDictionary<string, string> ClassOfFolder = new Dictionary<string, string>
    {
        ["n01440764"] = "tench", ["n02102040"] = "english springer", ["n02979186"] = "cassette player",
        ["n03000684"] = "chain saw",
        ["n03028079"] = "church", ["n03394916"] = "french horn", ["n03417042"] = "garbage truck", ["n03425413"] = "gas pump",
        ["n03445777"] = "golf ball", ["n03888257"] = "parachute",
    };

    private static readonly Dictionary<string, string> s_parts = new() { ["train"] = "train", ["val"] = "test" };

    /// <summary>Where downloads go.</summary>
    public static string DefaultFolder => Path.Combine(Path.GetDirectoryName(Cifar10Folder.Default)!, DataName);

    /// <returns>The folder that <see cref="EnvironmentVariable"/> names, else the default one, filled by a download if need
    /// be.</returns>
    public static async Task<string> FindAsync(Action<string> say, CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named)
            return Directory.Exists(named) ? named
                : throw new InvalidDataException($"{EnvironmentVariable} names {named}, which is no folder.");
        if (!Directory.Exists(DefaultFolder))
        {
            using var made = new FreshFolder(Path.GetDirectoryName(DefaultFolder)!);
            var archive = DefaultFolder + ".tgz";
            await s_download.FetchAsync(archive, say, cancel);
            say("Unpacking");
            Extract(archive, DefaultFolder);
            File.Delete(archive);
        }
        return DefaultFolder;
    }

    /// <summary>Takes the pictures out of the archive, into folders named for what they show; nothing else in it is
    /// written.</summary>
    /// <param name="folder">Must not be there; appears when all is unpacked.</param>
    public static void Extract(string archive, string folder)
    {
        var beside = $"{folder}.{Environment.ProcessId}.tmp";
        var count = 0;
        try
        {
            using (var gzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
            using (var tar = new TarReader(gzip))
                while (tar.GetNextEntry() is { } entry)
                {
                    if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                        || entry.Name.Split('/') is not [.., var part, var number, var file]
                        || !s_parts.TryGetValue(part, out var to) || !ClassOfFolder.TryGetValue(number, out var name)
                        || Path.GetExtension(file) is not (".JPEG" or ".jpg"))
                        continue;
                    if (entry.Length > LargestMember)
                        throw new InvalidDataException(
                            $"{archive}: member {entry.Name} claims {entry.Length:N0} bytes; Imagenette's pictures are smaller.");
                    // Only the bare name is used, so that no member can lead outside the folder.
                    var target = Path.Combine(
                        beside, to, name, Path.GetFileNameWithoutExtension(Path.GetFileName(file)) + ".jpg");
                    Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                    entry.ExtractToFile(target, overwrite: true);
                    count++;
                }
            if (count == 0)
                throw new InvalidDataException($"{archive} holds none of Imagenette's pictures (train/n01440764/..., val/...).");
            Directory.Move(beside, folder);
        }
        catch
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
            throw;
        }
    }
}
