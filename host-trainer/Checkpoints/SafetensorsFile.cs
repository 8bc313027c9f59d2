using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Checkpoints;

/// <summary>Reads and writes float32 and int64 tensors in the safetensors format, which any framework opens.</summary>
/// <remarks>
/// Layout: uint64 header length; JSON header of name -> {dtype, shape, data_offsets} and "__metadata__" of strings; data.
/// Source: github.com/huggingface/safetensors, README, "Format".
/// </remarks>
public static class SafetensorsFile
{
    private const string MetadataKey = "__metadata__";
    private const int LargestHeader = 100_000_000;

    /// <summary>Writes beside <paramref name="path"/>, flushes to the disk and renames: a kill leaves the old file or the
    /// new.</summary>
    /// <param name="tensors">float32 or int64, any device.</param>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var header = new JsonObject
        {
            [MetadataKey] = new JsonObject(metadata.OrderBy(m => m.Key, StringComparer.Ordinal)
                .Select(m => KeyValuePair.Create(m.Key, (JsonNode?)m.Value))),
        };
        var ordered = tensors.OrderBy(t => t.Key, StringComparer.Ordinal).ToArray();
        long offset = 0;
        foreach (var (name, tensor) in ordered)
        {
            var bytes = tensor.numel() * ElementBytes(tensor.dtype, name);
            header[name] = new JsonObject
            {
                ["dtype"] = tensor.dtype == ScalarType.Float32 ? "F32" : "I64",
                ["shape"] = new JsonArray(tensor.shape.Select(d => (JsonNode?)d).ToArray()),
                ["data_offsets"] = new JsonArray(offset, offset + bytes),
            };
            offset += bytes;
        }
        var headerBytes = JsonSerializer.SerializeToUtf8Bytes(header);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)headerBytes.Length);
            stream.Write(length);
            stream.Write(headerBytes);
            foreach (var (_, tensor) in ordered)
                stream.Write(tensor.detach().cpu().contiguous().bytes);
            stream.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    /// <returns>Tensors on the CPU, which the caller disposes, and the metadata.</returns>
    /// <exception cref="InvalidDataException">The file is truncated or no safetensors file of float32 and int64.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(string path)
    {
        var file = File.ReadAllBytes(path);
        if (file.Length < 8)
            throw new InvalidDataException($"{path} has {file.Length} bytes: too short for a safetensors file.");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (headerLength > LargestHeader || headerLength > (ulong)file.Length - 8)
            throw new InvalidDataException($"{path}: the header claims {headerLength} bytes in a file of {file.Length}.");
        try
        {
            var header = JsonNode.Parse(file.AsSpan(8, (int)headerLength))!.AsObject();
            var data = file.AsSpan(8 + (int)headerLength);
            var metadata = header[MetadataKey]?.AsObject().ToDictionary(m => m.Key, m => m.Value!.GetValue<string>()) ?? [];
            var tensors = new Dictionary<string, Tensor>();
            foreach (var (name, node) in header)
                if (name != MetadataKey)
                    tensors.Add(name, ReadTensor(name, node!, data));
            return (tensors, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException or ArgumentException
            or FormatException)
        {
            throw new InvalidDataException($"{path}: not a readable safetensors file: {e.Message}", e);
        }
    }

    private static Tensor ReadTensor(string name, JsonNode node, Span<byte> data)
    {
        var type = node["dtype"]!.GetValue<string>() switch
        {
            "F32" => ScalarType.Float32,
            "I64" => ScalarType.Int64,
            var other => throw new InvalidDataException($"Tensor {name} has type {other}; F32 and I64 are read."),
        };
        var shape = node["shape"]!.AsArray().Select(d => d!.GetValue<long>()).ToArray();
        var start = node["data_offsets"]![0]!.GetValue<long>();
        var end = node["data_offsets"]![1]!.GetValue<long>();
        var elements = shape.Aggregate(1L, (product, d) => checked(product * d));
        if (start < 0 || end > data.Length || end - start != elements * ElementBytes(type, name))
            throw new InvalidDataException(
                $"Tensor {name} of {elements} elements lies at {start}..{end} of {data.Length} data bytes.");
        var tensor = torch.empty(shape, dtype: type);
        tensor.bytes = data[(int)start..(int)end];
        return tensor.DetachFromDisposeScope();
    }

    private static long ElementBytes(ScalarType type, string name) => type switch
    {
        ScalarType.Float32 => 4,
        ScalarType.Int64 => 8,
        _ => throw new InvalidDataException($"Tensor {name} has type {type}; float32 and int64 are stored."),
    };
}
