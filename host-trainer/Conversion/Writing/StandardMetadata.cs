using Google.FlatBuffers;

namespace TinyClassify.Conversion;

/// <summary>The standard metadata of a picture classifier: image size and colours, normalisation, score range, label file.</summary>
internal static class StandardMetadata
{
    /// <summary>Name of the label file inside the archive at the end of the .tflite file.</summary>
    public const string LabelFile = "labels.txt";

    private const string ParserVersion = "1.0.0";
    private const byte FeatureProperties = 1;
    private const byte ImageProperties = 2;
    private const byte NormalizationOptions = 1;
    private const sbyte AxisLabels = 2;

    /// <summary>True where the standard has words for the input: a picture of one or three channels.</summary>
    public static bool Describes(QuantizedGraph graph) => graph.Input.Shape is { Length: 4 } shape && shape[3] is 1 or 3;

    /// <summary>The metadata flatbuffer. The same graph gives the same bytes.</summary>
    public static byte[] Write(QuantizedGraph graph)
    {
        var flat = new FlatBufferBuilder(1024);
        int subgraphs = Vector(flat, Subgraph(flat, graph));
        int name = flat.CreateString(graph.Name).Value;
        int description = flat.CreateString("Picture classifier, int8, written by TinyClassify.").Value;
        int version = flat.CreateString(ParserVersion).Value;
        flat.StartTable(8);
        flat.AddOffset(MetadataSchema.ModelMetadata.Name, name, 0);
        flat.AddOffset(MetadataSchema.ModelMetadata.Description, description, 0);
        flat.AddOffset(MetadataSchema.ModelMetadata.SubgraphMetadata, subgraphs, 0);
        flat.AddOffset(MetadataSchema.ModelMetadata.MinParserVersion, version, 0);
        flat.Finish(flat.EndTable(), MetadataSchema.FileIdentifier);
        return flat.SizedByteArray();
    }

    private static int Subgraph(FlatBufferBuilder flat, QuantizedGraph graph)
    {
        int inputs = Vector(flat, Input(flat, graph.Input));
        int outputs = Vector(flat, Output(flat, graph));
        flat.StartTable(4);
        flat.AddOffset(MetadataSchema.SubGraphMetadata.InputTensorMetadata, inputs, 0);
        flat.AddOffset(MetadataSchema.SubGraphMetadata.OutputTensorMetadata, outputs, 0);
        return flat.EndTable();
    }

    private static int Input(FlatBufferBuilder flat, QuantizedTensor input)
    {
        // The picture's byte p goes in as q = p - 128, and real = scale * (q - zeroPoint) = (p - mean) / std.
        float mean = 128 + input.ZeroPoint;
        int normalization = Floats2(flat, MetadataSchema.NormalizationOptions.Mean, mean,
            MetadataSchema.NormalizationOptions.Std, 1 / input.Scale);
        flat.StartTable(2);
        flat.AddByte(MetadataSchema.ProcessUnit.Options - 1, NormalizationOptions, 0);
        flat.AddOffset(MetadataSchema.ProcessUnit.Options, normalization, 0);
        int units = Vector(flat, flat.EndTable());

        flat.StartTable(2);
        flat.AddUint(MetadataSchema.ImageSize.Width, (uint)input.Shape[2], 0);
        flat.AddUint(MetadataSchema.ImageSize.Height, (uint)input.Shape[1], 0);
        int size = flat.EndTable();
        flat.StartTable(2);
        flat.AddSbyte(MetadataSchema.ImageProperties.ColorSpace, (sbyte)(input.Shape[3] == 3 ? 1 : 2), 0);
        flat.AddOffset(MetadataSchema.ImageProperties.DefaultSize, size, 0);
        int content = Content(flat, ImageProperties, flat.EndTable());
        return Tensor(flat, "image", "Picture to classify; its byte p goes in as p - 128.", content, units, Stats(flat, input), files: 0);
    }

    private static int Output(FlatBufferBuilder flat, QuantizedGraph graph)
    {
        int files = 0;
        if (graph.Labels.Length > 0)
        {
            int name = flat.CreateString(LabelFile).Value;
            int description = flat.CreateString("Class names in output order.").Value;
            flat.StartTable(3);
            flat.AddOffset(MetadataSchema.AssociatedFile.Name, name, 0);
            flat.AddOffset(MetadataSchema.AssociatedFile.Description, description, 0);
            flat.AddSbyte(MetadataSchema.AssociatedFile.Type, AxisLabels, 0);
            files = Vector(flat, flat.EndTable());
        }

        flat.StartTable(0);
        int content = Content(flat, FeatureProperties, flat.EndTable());
        bool probabilities = graph.Operators[^1] is Softmax;
        return Tensor(flat, probabilities ? "probability" : "logit",
            probabilities ? "Probability of each class." : "Score of each class; softmax turns the scores into probabilities.",
            content, units: 0, Stats(flat, graph.Output), files);
    }

    private static int Tensor(
        FlatBufferBuilder flat, string name, string description, int content, int units, int stats, int files)
    {
        int nameOffset = flat.CreateString(name).Value;
        int descriptionOffset = flat.CreateString(description).Value;
        flat.StartTable(7);
        flat.AddOffset(MetadataSchema.TensorMetadata.Name, nameOffset, 0);
        flat.AddOffset(MetadataSchema.TensorMetadata.Description, descriptionOffset, 0);
        flat.AddOffset(MetadataSchema.TensorMetadata.Content, content, 0);
        flat.AddOffset(MetadataSchema.TensorMetadata.ProcessUnits, units, 0);
        flat.AddOffset(MetadataSchema.TensorMetadata.Stats, stats, 0);
        flat.AddOffset(MetadataSchema.TensorMetadata.AssociatedFiles, files, 0);
        return flat.EndTable();
    }

    private static int Content(FlatBufferBuilder flat, byte type, int properties)
    {
        flat.StartTable(2);
        flat.AddByte(MetadataSchema.Content.ContentProperties - 1, type, 0);
        flat.AddOffset(MetadataSchema.Content.ContentProperties, properties, 0);
        return flat.EndTable();
    }

    private static int Stats(FlatBufferBuilder flat, QuantizedTensor tensor) => Floats2(
        flat, MetadataSchema.Stats.Max, tensor.Scale * (sbyte.MaxValue - tensor.ZeroPoint),
        MetadataSchema.Stats.Min, tensor.Scale * (sbyte.MinValue - tensor.ZeroPoint));

    // A table of two vectors of one float each: one value for all channels.
    private static int Floats2(FlatBufferBuilder flat, int firstId, float first, int secondId, float second)
    {
        int firstVector = Floats(flat, first);
        int secondVector = Floats(flat, second);
        flat.StartTable(2);
        flat.AddOffset(firstId, firstVector, 0);
        flat.AddOffset(secondId, secondVector, 0);
        return flat.EndTable();
    }

    private static int Floats(FlatBufferBuilder flat, float value)
    {
        flat.StartVector(sizeof(float), 1, sizeof(float));
        flat.AddFloat(value);
        return flat.EndVector().Value;
    }

    private static int Vector(FlatBufferBuilder flat, int table)
    {
        flat.StartVector(sizeof(int), 1, sizeof(int));
        flat.AddOffset(table);
        return flat.EndVector().Value;
    }
}
