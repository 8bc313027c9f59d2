using System.Collections.Immutable;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Reads any .tflite file, int8 or not. A damaged one gives an <see cref="InvalidDataException"/>, never a
/// crash.</summary>
public static class TfliteReader
{
    internal const uint SchemaVersion = 3;
    private const string Identifier = "TFL3";

    /// <summary>Reads everything that the file says about its graphs. Constants are not copied: they refer to
    /// <paramref name="file"/>.</summary>
    /// <exception cref="InvalidDataException">Not a .tflite file, truncated or damaged; the message says what was seen
    /// where.</exception>
    public static TfliteModel Read(ReadOnlyMemory<byte> file)
    {
        var flat = new FlatFile(file);
        FlatTable model = flat.Root(Identifier, "model");
        uint version = model.UInt32(FieldIds.Model.Version);
        if (version != SchemaVersion)
            throw FlatFile.Damaged($"model.version is {version}; expected {SchemaVersion}.");
        ReadOnlyMemory<byte>[] buffers =
            [.. model.Tables(FieldIds.Model.Buffers, "buffers").Select(b => ReadBuffer(flat, b))];
        (int Code, string Name, int Version)[] codes =
            [.. model.Tables(FieldIds.Model.OperatorCodes, "operator_codes").Select(ReadCode)];
        ImmutableArray<TfliteSubgraph> subgraphs =
            [.. model.Tables(FieldIds.Model.Subgraphs, "subgraphs").Select(s => ReadSubgraph(s, buffers, codes))];
        if (subgraphs.Length == 0)
            throw FlatFile.Damaged("model.subgraphs is empty; expected at least one graph.");
        ImmutableArray<TfliteMetadata> metadata =
            [.. model.Tables(FieldIds.Model.Metadata, "metadata").Select(m => ReadMetadata(m, buffers))];
        string description = model.String(FieldIds.Model.Description, "description");
        return new TfliteModel((int)version, description, ReadLabels(file, metadata), subgraphs, metadata, file);
    }

    /// <summary>Reads a file that consists of what <see cref="TfliteWriter"/> can write.</summary>
    /// <exception cref="InvalidDataException">Damaged, as for <see cref="Read"/>.</exception>
    /// <exception cref="NotSupportedException">Sound, but an operator or a type has no place in a <see
    /// cref="QuantizedGraph"/>.</exception>
    public static QuantizedGraph ReadGraph(ReadOnlyMemory<byte> file) => GraphImporter.Import(Read(file));

    private static ImmutableArray<string> ReadLabels(ReadOnlyMemory<byte> file, ImmutableArray<TfliteMetadata> metadata)
    {
        try
        {
            return LabelReader.Read(file, metadata);
        }
        catch (Exception damage) when (damage is EndOfStreamException or NotSupportedException)
        {
            throw new InvalidDataException($"The archive of labels at the end of the file is damaged: {damage.Message}", damage);
        }
    }

    private static ReadOnlyMemory<byte> ReadBuffer(FlatFile flat, FlatTable buffer)
    {
        // Models above 2 GB keep their data behind the flatbuffer; offsets 0 and 1 stand for "inside".
        ulong offset = buffer.UInt64(FieldIds.Buffer.Offset);
        ulong size = buffer.UInt64(FieldIds.Buffer.Size);
        return offset > 1
            ? flat.Slice((long)Math.Min(offset, long.MaxValue), (long)Math.Min(size, long.MaxValue), $"{buffer.What}.offset")
            : buffer.Bytes(FieldIds.Buffer.Data, "data");
    }

    private static (int Code, string Name, int Version) ReadCode(FlatTable code)
    {
        // The byte-sized field came first; files since 2020 fill both and the larger one counts.
        int number = Math.Max(
            code.Int8(FieldIds.OperatorCode.DeprecatedBuiltinCode), code.Int32(FieldIds.OperatorCode.BuiltinCode));
        string custom = code.String(FieldIds.OperatorCode.CustomCode, "custom_code");
        return (number, OperatorNames.Of((BuiltinOperator)number, custom), code.Int32(FieldIds.OperatorCode.Version, absent: 1));
    }

    private static TfliteMetadata ReadMetadata(FlatTable entry, ReadOnlyMemory<byte>[] buffers) =>
        new(entry.String(FieldIds.Metadata.Name, "name"),
            buffers[Index(entry.UInt32(FieldIds.Metadata.Buffer), buffers.Length, entry.What, "buffer")]);

    private static TfliteSubgraph ReadSubgraph(
        FlatTable subgraph, ReadOnlyMemory<byte>[] buffers, (int Code, string Name, int Version)[] codes)
    {
        ImmutableArray<TfliteTensor> tensors =
            [.. subgraph.Tables(FieldIds.SubGraph.Tensors, "tensors").Select(t => ReadTensor(t, buffers))];
        ImmutableArray<TfliteOperator> operators =
            [.. subgraph.Tables(FieldIds.SubGraph.Operators, "operators").Select(o => ReadOperator(o, tensors.Length, codes))];
        return new TfliteSubgraph(
            subgraph.String(FieldIds.SubGraph.Name, "name"), tensors,
            Indices(subgraph, FieldIds.SubGraph.Inputs, "inputs", tensors.Length, optional: false),
            Indices(subgraph, FieldIds.SubGraph.Outputs, "outputs", tensors.Length, optional: false),
            operators);
    }

    private static TfliteTensor ReadTensor(FlatTable tensor, ReadOnlyMemory<byte>[] buffers)
    {
        TensorQuantization? quantization = null;
        if (tensor.Table(FieldIds.Tensor.Quantization, "quantization") is FlatTable table)
        {
            float[] scales = table.Singles(FieldIds.QuantizationParameters.Scale, "scale");
            long[] zeroPoints = table.Int64s(FieldIds.QuantizationParameters.ZeroPoint, "zero_point");
            if (scales.Length > 0)
                quantization = new([.. scales], [.. zeroPoints], table.Int32(FieldIds.QuantizationParameters.QuantizedDimension));
        }

        // Some writers leave the list of buffers empty where nothing is constant.
        uint buffer = tensor.UInt32(FieldIds.Tensor.Buffer);
        return new TfliteTensor(
            tensor.String(FieldIds.Tensor.Name, "name"),
            [.. tensor.Int32s(FieldIds.Tensor.Shape, "shape")],
            (TensorType)tensor.Int8(FieldIds.Tensor.Type),
            quantization,
            buffer == 0 && buffers.Length == 0 ? default : buffers[Index(buffer, buffers.Length, tensor.What, "buffer")],
            tensor.Bool(FieldIds.Tensor.IsVariable),
            tensor.Has(FieldIds.Tensor.Sparsity));
    }

    private static TfliteOperator ReadOperator(FlatTable op, int tensorCount, (int Code, string Name, int Version)[] codes)
    {
        (int code, string name, int version) =
            codes[Index(op.UInt32(FieldIds.Operator.OpcodeIndex), codes.Length, op.What, "opcode_index")];
        return new TfliteOperator(
            code, name, version,
            Indices(op, FieldIds.Operator.Inputs, "inputs", tensorCount, optional: true),
            Indices(op, FieldIds.Operator.Outputs, "outputs", tensorCount, optional: false),
            OperatorOptionsReader.Read(op));
    }

    private static ImmutableArray<int> Indices(FlatTable table, int id, string field, int count, bool optional)
    {
        int[] indices = table.Int32s(id, field);
        foreach (int index in indices)
        {
            if (index >= count || index < (optional ? -1 : 0))
                throw FlatFile.Damaged($"{table.What}.{field} names tensor {index}; expected 0 to {count - 1}.");
        }

        return [.. indices];
    }

    private static int Index(uint index, int count, string what, string field) =>
        index < count ? (int)index : throw FlatFile.Damaged($"{what}.{field} is {index}; expected 0 to {count - 1}.");
}
