using System.Runtime.InteropServices;
using System.Text;
using Google.FlatBuffers;

namespace TinyClassify.Conversion;

/// <summary>Writes a graph as a standard int8 .tflite file (schema version 3).</summary>
/// <remarks>The same graph gives the same bytes. Every constant starts at a multiple of 16 bytes from the file's start. Labels are
/// kept twice: for the engine in an entry of our own, for other tools as the metadata standard wants them.</remarks>
public static class TfliteWriter
{
    // The oldest TensorFlow Lite whose kernels have the operator versions of OperatorSignature.
    private const string MinimumRuntimeVersion = "1.14.0";
    private const int MinimumRuntimeVersionBytes = 16;
    private const int LargestDeprecatedCode = 127;

    /// <summary>The whole file.</summary>
    /// <exception cref="ArgumentException">Names clash once "/weights" and the like are added to them.</exception>
    public static byte[] Write(QuantizedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var builder = new ModelBuilder(capacity: 1 << 16);
        var encoder = new OperatorEncoder(builder);
        AddActivation(builder, graph.Input);
        var constants = new int[graph.Operators.Length][];
        for (int i = 0; i < constants.Length; i++)
        {
            constants[i] = encoder.AddConstants(graph.Operators[i]);
            AddActivation(builder, graph.Operators[i].Output);
        }

        OperatorSignature[] codes = [.. graph.Operators.Select(OperatorSignature.Of).Distinct()];
        var operators = new int[graph.Operators.Length];
        for (int i = 0; i < operators.Length; i++)
        {
            int code = Array.IndexOf(codes, OperatorSignature.Of(graph.Operators[i]));
            operators[i] = encoder.Encode(graph.Operators[i], (uint)code, constants[i]);
        }

        int subgraph = EncodeSubgraph(builder, graph, operators);
        int metadata = EncodeMetadata(builder, graph);
        int description = builder.Flat.CreateString(graph.Name).Value;
        int codesVector = EncodeCodes(builder, codes);
        int subgraphs = builder.OffsetVector([subgraph]);
        int buffers = builder.BuffersVector();

        FlatBufferBuilder flat = builder.Flat;
        flat.StartTable(7);
        flat.AddUint(TfliteSchema.Model.Version, TfliteSchema.Version, 0);
        flat.AddOffset(TfliteSchema.Model.OperatorCodes, codesVector, 0);
        flat.AddOffset(TfliteSchema.Model.Subgraphs, subgraphs, 0);
        flat.AddOffset(TfliteSchema.Model.Description, description, 0);
        flat.AddOffset(TfliteSchema.Model.Buffers, buffers, 0);
        flat.AddOffset(TfliteSchema.Model.Metadata, metadata, 0);
        flat.Finish(flat.EndTable(), TfliteSchema.FileIdentifier);
        byte[] file = flat.SizedByteArray();
        return graph.Labels.Length > 0 && StandardMetadata.Describes(graph)
            ? AppendedArchive.Append(file, StandardMetadata.LabelFile, Labels(graph))
            : file;
    }

    private static byte[] Labels(QuantizedGraph graph) => Encoding.UTF8.GetBytes(string.Join('\n', graph.Labels));

    private static void AddActivation(ModelBuilder builder, QuantizedTensor tensor)
    {
        int quantization = builder.Quantization([tensor.Scale], tensor.ZeroPoint, axis: 0);
        builder.AddTensor(tensor.Name, tensor.Shape.AsSpan(), TensorType.Int8, buffer: 0, quantization);
    }

    private static int EncodeSubgraph(ModelBuilder builder, QuantizedGraph graph, ReadOnlySpan<int> operators)
    {
        int name = builder.Flat.CreateString("main").Value;
        int operatorVector = builder.OffsetVector(operators);
        int outputs = builder.IntVector([builder.TensorIndex(graph.Output)]);
        int inputs = builder.IntVector([builder.TensorIndex(graph.Input)]);
        int tensors = builder.TensorsVector();
        FlatBufferBuilder flat = builder.Flat;
        flat.StartTable(5);
        flat.AddOffset(TfliteSchema.SubGraph.Tensors, tensors, 0);
        flat.AddOffset(TfliteSchema.SubGraph.Inputs, inputs, 0);
        flat.AddOffset(TfliteSchema.SubGraph.Outputs, outputs, 0);
        flat.AddOffset(TfliteSchema.SubGraph.Operators, operatorVector, 0);
        flat.AddOffset(TfliteSchema.SubGraph.Name, name, 0);
        return flat.EndTable();
    }

    private static int EncodeCodes(ModelBuilder builder, ReadOnlySpan<OperatorSignature> codes)
    {
        FlatBufferBuilder flat = builder.Flat;
        var offsets = new int[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            // Readers from before 2020 know the byte-sized field only; newer ones take the larger of the two.
            int builtin = (int)codes[i].Builtin;
            flat.StartTable(4);
            flat.AddSbyte(TfliteSchema.OperatorCode.DeprecatedBuiltinCode, (sbyte)Math.Min(builtin, LargestDeprecatedCode), 0);
            flat.AddInt(TfliteSchema.OperatorCode.Version, codes[i].Version, 1);
            flat.AddInt(TfliteSchema.OperatorCode.BuiltinCode, builtin, 0);
            offsets[i] = flat.EndTable();
        }

        return builder.OffsetVector(offsets);
    }

    private static int EncodeMetadata(ModelBuilder builder, QuantizedGraph graph)
    {
        var entries = new List<int>
        {
            EncodeEntry(builder, MetadataNames.MinimumRuntimeVersion,
                Encoding.ASCII.GetBytes(MinimumRuntimeVersion.PadRight(MinimumRuntimeVersionBytes, '\0'))),
        };
        if (graph.Labels.Length > 0)
            entries.Add(EncodeEntry(builder, MetadataNames.Labels, Labels(graph)));
        entries.Add(EncodeEntry(builder, MetadataNames.Requantization, CarriedFactors.Write(graph)));
        if (StandardMetadata.Describes(graph))
            entries.Add(EncodeEntry(builder, MetadataNames.Standard, StandardMetadata.Write(graph)));
        return builder.OffsetVector(CollectionsMarshal.AsSpan(entries));
    }

    private static int EncodeEntry(ModelBuilder builder, string name, ReadOnlySpan<byte> data)
    {
        uint buffer = builder.AddBuffer(data);
        int nameOffset = builder.Flat.CreateString(name).Value;
        FlatBufferBuilder flat = builder.Flat;
        flat.StartTable(2);
        flat.AddOffset(TfliteSchema.Metadata.Name, nameOffset, 0);
        flat.AddUint(TfliteSchema.Metadata.Buffer, buffer, 0);
        return flat.EndTable();
    }
}
