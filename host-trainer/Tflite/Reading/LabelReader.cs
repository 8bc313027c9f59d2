using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Finds a file's class names: our own metadata entry, else the label file that the standard metadata names.</summary>
internal static class LabelReader
{
    private const string MetadataIdentifier = "M001";
    private const int LargestFile = 1 << 20;
    private const int ZipEndBytes = 22;
    private const int ZipCommentBytes = ushort.MaxValue;
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ImmutableArray<string> Read(ReadOnlyMemory<byte> file, ImmutableArray<TfliteMetadata> metadata)
    {
        TfliteMetadata? own = metadata.FirstOrDefault(m => m.Name == MetadataNames.Labels);
        if (own is not null && !own.Data.IsEmpty)
            return [.. Text(own.Data.Span, MetadataNames.Labels).Split('\n')];
        TfliteMetadata? standard = metadata.FirstOrDefault(m => m.Name == MetadataNames.Standard);
        string? name = standard is null ? null : LabelFileName(standard.Data);
        return name is null || !HasArchive(file.Span) ? [] : FromArchive(file, name);
    }

    private static string? LabelFileName(ReadOnlyMemory<byte> metadata)
    {
        FlatTable model = new FlatFile(metadata).Root(MetadataIdentifier, "metadata");
        FlatTable[] files =
        [
            .. model.Tables(FieldIds.ModelMetadata.SubgraphMetadata, "subgraph_metadata").Take(1)
                .SelectMany(s => s.Tables(FieldIds.SubGraphMetadata.OutputTensorMetadata, "output_tensor_metadata").Take(1))
                .SelectMany(t => t.Tables(FieldIds.TensorMetadata.AssociatedFiles, "associated_files"))
                .Where(f => f.Int8(FieldIds.AssociatedFile.Type) == (int)AssociatedFileType.TENSOR_AXIS_LABELS),
        ];
        return files.Length == 0 ? null : files[0].String(FieldIds.AssociatedFile.Name, "name");
    }

    private static bool HasArchive(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> end = file[Math.Max(0, file.Length - ZipEndBytes - ZipCommentBytes)..];
        return end.LastIndexOf("PK\u0005\u0006"u8) >= 0;
    }

    private static ImmutableArray<string> FromArchive(ReadOnlyMemory<byte> file, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(file.ToArray()), ZipArchiveMode.Read);
        ZipArchiveEntry? entry = archive.GetEntry(name);
        if (entry is null)
            return [];
        if (entry.Length > LargestFile)
            throw FlatFile.Damaged($"The label file '{name}' claims {entry.Length} bytes; expected at most {LargestFile}.");
        using Stream contents = entry.Open();
        var text = new byte[entry.Length];
        contents.ReadExactly(text);
        return Lines(text, $"The label file '{name}'");
    }

    /// <summary>Class names, one a line.</summary>
    /// <exception cref="InvalidDataException">Not UTF-8.</exception>
    public static ImmutableArray<string> Lines(ReadOnlySpan<byte> text, string what) =>
        [.. Text(text, what).TrimEnd('\n', '\r').Split('\n').Select(line => line.TrimEnd('\r'))];

    private static string Text(ReadOnlySpan<byte> bytes, string what)
    {
        // Some editors put a mark in front of UTF-8.
        ReadOnlySpan<byte> text = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        try
        {
            return s_strict.GetString(text);
        }
        catch (DecoderFallbackException wrong)
        {
            // A label with its letters replaced would be in the file for good.
            int line = text[..wrong.Index].Count((byte)'\n') + 1;
            throw FlatFile.Damaged(
                $"{what}, line {line}: byte 0x{text[wrong.Index]:X2} is not UTF-8 (Latin-1, perhaps). Save it as UTF-8.");
        }
    }
}
