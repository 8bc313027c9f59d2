namespace TinyClassify.Trainer.Dataset;

/// <summary>CIFAR-10 in its official binary layout: records of 1 label byte and 3072 bytes, planes R, G, B of 32x32.</summary>
/// <remarks>Source: Krizhevsky 2009, "Learning multiple layers of features from tiny images";
/// www.cs.toronto.edu/~kriz/cifar.html.</remarks>
public static class Cifar10
{
    public const int Size = 32;
    private const int RecordBytes = 1 + (3 * Size * Size);
    private const int RecordsPerFile = 10_000;

    public static readonly IReadOnlyList<string> TrainingFiles =
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];

    /// <summary>As <see cref="ClassNamesFile"/> has them.</summary>
    public static readonly IReadOnlyList<string> ClassNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    public const string TestFile = "test_batch.bin";
    public const string ClassNamesFile = "batches.meta.txt";

    /// <returns>Whether <paramref name="folder"/> holds all files at their full size.</returns>
    public static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, ClassNamesFile))
        && TrainingFiles.Append(TestFile).All(name =>
            new FileInfo(Path.Combine(folder, name)) is { Exists: true, Length: (long)RecordBytes * RecordsPerFile });

    /// <summary>The 50,000 training images.</summary>
    public static ImageSet LoadTraining(string folder) => Load(folder, TrainingFiles);

    /// <summary>The 10,000 test images: only for reporting, never for a choice.</summary>
    public static ImageSet LoadTest(string folder) => Load(folder, [TestFile]);

    public static IReadOnlyList<string> LoadClassNames(string folder)
    {
        var names = File.ReadAllLines(Path.Combine(folder, ClassNamesFile)).Select(l => l.Trim()).Where(
            l => l.Length > 0).ToArray();
        return names.Length == 10 ? names
            : throw new InvalidDataException($"{ClassNamesFile} in {folder} names {names.Length} classes; CIFAR-10 has 10.");
    }

    private static ImageSet Load(string folder, IReadOnlyList<string> files)
    {
        var classNames = LoadClassNames(folder);
        var pixels = new byte[files.Count * RecordsPerFile * Size * Size * 3];
        var labels = new int[files.Count * RecordsPerFile];
        for (var f = 0; f < files.Count; f++)
        {
            var path = Path.Combine(folder, files[f]);
            var records = File.ReadAllBytes(path);
            if (records.Length != RecordBytes * RecordsPerFile)
                throw new InvalidDataException(
                    $"{path} has {records.Length} bytes; expected {RecordBytes * RecordsPerFile}. Fetch it again.");
            for (var r = 0; r < RecordsPerFile; r++)
            {
                var record = records.AsSpan(r * RecordBytes, RecordBytes);
                if (record[0] >= classNames.Count)
                    throw new InvalidDataException($"{path}: record {r} has label {record[0]}; labels are 0 to 9.");
                var index = (f * RecordsPerFile) + r;
                labels[index] = record[0];
                Interleave(record[1..], pixels.AsSpan(index * 3 * Size * Size));
            }
        }
        return new ImageSet(pixels, labels, Size, classNames);
    }

    private static void Interleave(ReadOnlySpan<byte> planes, Span<byte> rgb)
    {
        const int plane = Size * Size;
        for (var i = 0; i < plane; i++)
        {
            rgb[3 * i] = planes[i];
            rgb[(3 * i) + 1] = planes[plane + i];
            rgb[(3 * i) + 2] = planes[(2 * plane) + i];
        }
    }
}
