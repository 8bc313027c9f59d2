using System.Runtime.InteropServices;
using System.Text;
using Google.FlatBuffers;

namespace TinyClassify.Tflite;

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
    /// <param name="graph">What it computes.</param>
    /// <param name="factors">Whether the file carries its requantisation factors. Scores are the same either way.</param>
    /// <exception cref="ArgumentException">Names clash once "/weights" and the like are added to them.</exception>
    public static byte[] Write(QuantizedGraph graph, FactorPlace factors = FactorPlace.Flash)
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
        var operators = new Offset<Format.Operator>[graph.Operators.Length];
        for (int i = 0; i < operators.Length; i++)
        {
            int code = Array.IndexOf(codes, OperatorSignature.Of(graph.Operators[i]));
            operators[i] = encoder.Encode(graph.Operators[i], (uint)code, constants[i]);
        }

        FlatBufferBuilder flat = builder.Flat;
        VectorOffset subgraphs = builder.Tables([EncodeSubgraph(builder, graph, operators)]);
        VectorOffset metadata = EncodeMetadata(builder, graph, factors);
        StringOffset description = flat.CreateString(graph.Name);
        VectorOffset codesVector = EncodeCodes(builder, codes);
        VectorOffset buffers = builder.BuffersVector();
        Format.Model.FinishModelBuffer(flat, Format.Model.CreateModel(
            flat, TfliteReader.SchemaVersion, codesVector, subgraphs, description, buffers, metadataOffset: metadata));
        byte[] file = flat.SizedByteArray();
        return graph.Labels.Length > 0 && StandardMetadata.Describes(graph)
            ? AppendedArchive.Append(file, StandardMetadata.LabelFile, Labels(graph))
            : file;
    }

    private static byte[] Labels(QuantizedGraph graph) => Encoding.UTF8.GetBytes(string.Join('\n', graph.Labels));

    private static void AddActivation(ModelBuilder builder, QuantizedTensor tensor)
    {
        Offset<Format.QuantizationParameters> quantization = builder.Quantization([tensor.Scale], tensor.ZeroPoint, axis: 0);
        builder.AddTensor(tensor.Name, tensor.Shape.AsSpan(), Format.TensorType.INT8, buffer: 0, quantization);
    }

    private static Offset<Format.SubGraph> EncodeSubgraph(
        ModelBuilder builder, QuantizedGraph graph, ReadOnlySpan<Offset<Format.Operator>> operators)
    {
        StringOffset name = builder.Flat.CreateString("main");
        VectorOffset operatorVector = builder.Tables(operators);
        VectorOffset outputs = builder.Vector<int>([builder.TensorIndex(graph.Output)]);
        VectorOffset inputs = builder.Vector<int>([builder.TensorIndex(graph.Input)]);
        return Format.SubGraph.CreateSubGraph(builder.Flat, builder.TensorsVector(), inputs, outputs, operatorVector, name);
    }

    private static VectorOffset EncodeCodes(ModelBuilder builder, ReadOnlySpan<OperatorSignature> codes)
    {
        var tables = new Offset<Format.OperatorCode>[codes.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            // Readers from before 2020 know the byte-sized field only; newer ones take the larger of the two.
            tables[i] = Format.OperatorCode.CreateOperatorCode(
                builder.Flat, (sbyte)Math.Min((int)codes[i].Builtin, LargestDeprecatedCode), version: codes[i].Version,
                builtin_code: codes[i].Builtin);
        }

        return builder.Tables<Format.OperatorCode>(tables);
    }

    private static VectorOffset EncodeMetadata(ModelBuilder builder, QuantizedGraph graph, FactorPlace factors)
    {
        var entries = new List<Offset<Format.Metadata>>
        {
            EncodeEntry(builder, MetadataNames.MinimumRuntimeVersion,
                Encoding.ASCII.GetBytes(MinimumRuntimeVersion.PadRight(MinimumRuntimeVersionBytes, '\0'))),
        };
        if (graph.Labels.Length > 0)
            entries.Add(EncodeEntry(builder, MetadataNames.Labels, Labels(graph)));
        if (factors == FactorPlace.Flash)
            entries.Add(EncodeEntry(builder, MetadataNames.Requantization, CarriedFactors.Write(graph)));
        if (StandardMetadata.Describes(graph))
            entries.Add(EncodeEntry(builder, MetadataNames.Standard, StandardMetadata.Write(graph)));
        return builder.Tables<Format.Metadata>(CollectionsMarshal.AsSpan(entries));
    }

    private static Offset<Format.Metadata> EncodeEntry(ModelBuilder builder, string name, ReadOnlySpan<byte> data)
    {
        uint buffer = builder.AddBuffer(data);
        return Format.Metadata.CreateMetadata(builder.Flat, builder.Flat.CreateString(name), buffer);
    }
}
