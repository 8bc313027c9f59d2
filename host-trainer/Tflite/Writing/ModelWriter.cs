using System.Runtime.InteropServices;
using System.Text;
using Google.FlatBuffers;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Writes any graph as a .tflite file (schema version 3), with labels and metadata.</summary>
internal sealed class ModelWriter
{
    // The oldest TensorFlow Lite whose kernels have the operator versions of OperatorSignature.
    private const string MinimumRuntimeVersion = "1.14.0";
    private const int MinimumRuntimeVersionBytes = 16;
    private const int LargestDeprecatedCode = 127;

    private readonly ModelBuilder _builder = new(capacity: 1 << 16);
    private readonly Dictionary<EditableTensor, int> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, (BuiltinOptions Kind, int Table)> _options = new(StringComparer.Ordinal);

    private ModelWriter()
    {
    }

    /// <summary>The whole file. The same graph gives the same bytes.</summary>
    /// <exception cref="ArgumentException">Two tensors of one name.</exception>
    public static byte[] Write(EditableGraph graph, FactorPlace factors)
    {
        byte[] file = new ModelWriter().WriteModel(graph, factors);
        return graph.Labels.Length > 0 && StandardMetadata.Describes(graph)
            ? AppendedArchive.Append(file, StandardMetadata.LabelFile, Labels(graph))
            : file;
    }

    private static byte[] Labels(EditableGraph graph) => Encoding.UTF8.GetBytes(string.Join('\n', graph.Labels));

    private byte[] WriteModel(EditableGraph graph, FactorPlace factors)
    {
        Add(graph.Input);
        foreach (EditableOperator op in graph.Operators)
        {
            foreach (EditableTensor? tensor in op.Inputs.Concat(op.Outputs))
            {
                if (tensor is not null)
                    Add(tensor);
            }
        }

        OperatorSignature[] codes = [.. graph.Operators.Select(OperatorSignature.Of).Distinct()];
        Offset<Operator>[] operators = [.. graph.Operators.Select(op => Encode(op, codes))];
        FlatBufferBuilder flat = _builder.Flat;
        StringOffset name = flat.CreateString("main");
        VectorOffset operatorVector = _builder.Tables<Operator>(operators);
        VectorOffset outputs = _builder.Vector<int>([_tensors[graph.Output]]);
        VectorOffset inputs = _builder.Vector<int>([_tensors[graph.Input]]);
        VectorOffset subgraphs = _builder.Tables<SubGraph>(
            [SubGraph.CreateSubGraph(flat, _builder.TensorsVector(), inputs, outputs, operatorVector, name)]);
        VectorOffset metadata = Metadata(graph, factors);
        StringOffset description = flat.CreateString(graph.Name);
        VectorOffset codesVector = Codes(codes);
        VectorOffset buffers = _builder.BuffersVector();
        Model.FinishModelBuffer(flat, Model.CreateModel(
            flat, TfliteReader.SchemaVersion, codesVector, subgraphs, description, buffers, metadataOffset: metadata));
        return flat.SizedByteArray();
    }

    private void Add(EditableTensor tensor)
    {
        if (_tensors.ContainsKey(tensor))
            return;
        // Weights stand before their scales in the file, biases behind them.
        bool dataFirst = tensor.IsConstant && tensor.Type != TensorType.INT32;
        uint buffer = dataFirst ? _builder.AddBuffer(tensor.Data.Span) : 0;
        Offset<QuantizationParameters> quantization = tensor.Quantization is TensorQuantization some
            ? _builder.Quantization(some) : default;
        if (tensor.IsConstant && !dataFirst)
            buffer = _builder.AddBuffer(tensor.Data.Span);
        _tensors.Add(tensor, _builder.AddTensor(tensor.Name, tensor.Shape, tensor.Type, buffer, quantization, tensor.IsVariable));
    }

    private Offset<Operator> Encode(EditableOperator op, OperatorSignature[] codes)
    {
        uint code = (uint)Array.IndexOf(codes, OperatorSignature.Of(op));
        VectorOffset inputs = _builder.Vector<int>([.. op.Inputs.Select(t => t is null ? -1 : _tensors[t])]);
        VectorOffset outputs = _builder.Vector<int>([.. op.Outputs.Select(t => _tensors[t])]);
        (BuiltinOptions kind, int table) = Options(op);
        return Operator.CreateOperator(_builder.Flat, code, inputs, outputs, kind, table);
    }

    // Layers of a network are much alike, so one table serves many, of whatever kinds: what comes to the same bytes reads the
    // same.
    private (BuiltinOptions Kind, int Table) Options(EditableOperator op)
    {
        var alone = new FlatBufferBuilder(64);
        (BuiltinOptions kind, int table) = OperatorOptionsWriter.Write(alone, op);
        if (kind == BuiltinOptions.NONE)
            return (kind, 0);
        alone.Finish(table);
        string key = Convert.ToBase64String(alone.SizedByteArray());
        if (!_options.TryGetValue(key, out (BuiltinOptions Kind, int Table) known))
            _options.Add(key, known = OperatorOptionsWriter.Write(_builder.Flat, op));
        return (kind, known.Table);
    }

    private VectorOffset Codes(ReadOnlySpan<OperatorSignature> codes)
    {
        var tables = new Offset<OperatorCode>[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            // Readers from before 2020 know the byte-sized field only; newer ones take the larger of the two.
            tables[i] = OperatorCode.CreateOperatorCode(
                _builder.Flat, (sbyte)Math.Min((int)codes[i].Builtin, LargestDeprecatedCode), version: codes[i].Version,
                builtin_code: codes[i].Builtin);
        }

        return _builder.Tables<OperatorCode>(tables);
    }

    private VectorOffset Metadata(EditableGraph graph, FactorPlace factors)
    {
        var entries = new List<Offset<Format.Metadata>>
        {
            Entry(MetadataNames.MinimumRuntimeVersion,
                Encoding.ASCII.GetBytes(MinimumRuntimeVersion.PadRight(MinimumRuntimeVersionBytes, '\0'))),
        };
        if (graph.Labels.Length > 0)
            entries.Add(Entry(MetadataNames.Labels, Labels(graph)));
        if (factors == FactorPlace.Flash && CarriedFactors.Write(graph) is byte[] carried)
            entries.Add(Entry(MetadataNames.Requantization, carried));
        if (StandardMetadata.Describes(graph) && graph.PictureTable() is byte[] table)
            entries.Add(Entry(MetadataNames.Input, table));
        if (StandardMetadata.Describes(graph))
            entries.Add(Entry(MetadataNames.Standard, StandardMetadata.Write(graph)));
        return _builder.Tables<Format.Metadata>(CollectionsMarshal.AsSpan(entries));
    }

    private Offset<Format.Metadata> Entry(string name, ReadOnlySpan<byte> data)
    {
        uint buffer = _builder.AddBuffer(data);
        return Format.Metadata.CreateMetadata(_builder.Flat, _builder.Flat.CreateString(name), buffer);
    }
}
