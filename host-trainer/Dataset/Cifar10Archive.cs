using System.Formats.Tar;
using System.IO.Compression;

namespace TinyClassify.Trainer.Dataset;

/// <summary>CIFAR-10's official binary archive: where it is, and the seven data files in it.</summary>
public static class Cifar10Archive
{
    public static readonly ArchiveDownload Download = new("CIFAR-10",
        "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", 170_052_171,
        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", PictureSources.EnvironmentVariable);

    // The largest member is a batch of 30,730,000 bytes: anything far beyond it is no CIFAR-10 archive.
    private const long LargestMember = 64 << 20;

    /// <summary>Takes the seven data files out of the archive; nothing else in it is written, whatever its names say.</summary>
    public static void Extract(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        var wanted = Cifar10.TrainingFiles.Append(Cifar10.TestFile).Append(Cifar10.ClassNamesFile)
            .ToHashSet(StringComparer.Ordinal);
        using var gzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (wanted.Count > 0 && tar.GetNextEntry() is { } entry)
        {
            var name = Path.GetFileName(entry.Name);
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !wanted.Contains(name))
                continue;
            if (entry.Length > LargestMember)
                throw new InvalidDataException(
                    $"{archive}: member {entry.Name} claims {entry.Length:N0} bytes; CIFAR-10's files are smaller.");
            // Only the bare name is used, so that a member named "../x" cannot lead outside the folder.
            var beside = Path.Combine(folder, name + ".tmp");
            entry.ExtractToFile(beside, overwrite: true);
            File.Move(beside, Path.Combine(folder, name), overwrite: true);
            wanted.Remove(name);
        }
        if (wanted.Count > 0)
            throw new InvalidDataException($"{archive} lacks {string.Join(", ", wanted.Order())}.");
    }
}
