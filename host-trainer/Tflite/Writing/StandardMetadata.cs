using Google.FlatBuffers;

namespace TinyClassify.Tflite;

/// <summary>The standard metadata of a picture classifier: image size and colours, normalisation, score range, label
/// file.</summary>
internal static class StandardMetadata
{
    /// <summary>Name of the label file inside the archive at the end of the .tflite file.</summary>
    public const string LabelFile = "labels.txt";

    private const string ParserVersion = "1.0.0";

    /// <summary>True where the standard has words for the input: a picture of one or three channels.</summary>
    public static bool Describes(EditableGraph graph) => graph.Input.Shape is { Length: 4 } shape && shape[3] is 1 or 3;

    /// <summary>The metadata flatbuffer. The same graph gives the same bytes.</summary>
    public static byte[] Write(EditableGraph graph)
    {
        var flat = new FlatBufferBuilder(1024);
        VectorOffset subgraphs = Format.ModelMetadata.CreateSubgraphMetadataVector(flat, [Subgraph(flat, graph)]);
        StringOffset name = flat.CreateString(graph.Name);
        StringOffset description = flat.CreateString("Picture classifier, int8, written by TinyClassify.");
        StringOffset version = flat.CreateString(ParserVersion);
        Format.ModelMetadata.FinishModelMetadataBuffer(flat, Format.ModelMetadata.CreateModelMetadata(
            flat, name, description, subgraph_metadataOffset: subgraphs, min_parser_versionOffset: version));
        return flat.SizedByteArray();
    }

    private static Offset<Format.SubGraphMetadata> Subgraph(FlatBufferBuilder flat, EditableGraph graph)
    {
        VectorOffset inputs = Format.SubGraphMetadata.CreateInputTensorMetadataVector(flat, [Input(flat, graph)]);
        VectorOffset outputs = Format.SubGraphMetadata.CreateOutputTensorMetadataVector(flat, [Output(flat, graph)]);
        return Format.SubGraphMetadata.CreateSubGraphMetadata(
            flat, input_tensor_metadataOffset: inputs, output_tensor_metadataOffset: outputs);
    }

    private static Offset<Format.TensorMetadata> Input(FlatBufferBuilder flat, EditableGraph graph)
    {
        EditableTensor input = graph.Input;
        PictureNormalization? normal = graph.Codes is InputCodes codes ? graph.Normalization.Behind(codes) : graph.Normalization;
        VectorOffset units = normal is null ? default
            : Format.TensorMetadata.CreateProcessUnitsVector(flat, [Normalization(flat, normal)]);

        var size = Format.ImageSize.CreateImageSize(flat, (uint)input.Shape[2], (uint)input.Shape[1]);
        var colors = input.Shape[3] == 3 ? Format.ColorSpaceType.RGB : Format.ColorSpaceType.GRAYSCALE;
        int properties = Format.ImageProperties.CreateImageProperties(flat, colors, size).Value;
        var content = Format.Content.CreateContent(flat, Format.ContentProperties.ImageProperties, properties);
        return Tensor(flat, "image",
            graph.PictureTable() is null ? "Picture to classify; its byte p goes in as p - 128."
            : "Picture to classify.", content, units, Stats(flat, input), files: default);
    }

    private static Offset<Format.ProcessUnit> Normalization(FlatBufferBuilder flat, PictureNormalization normal)
    {
        VectorOffset mean = Format.NormalizationOptions.CreateMeanVector(flat, [.. normal.Mean]);
        VectorOffset std = Format.NormalizationOptions.CreateStdVector(flat, [.. normal.Deviation]);
        int normalization = Format.NormalizationOptions.CreateNormalizationOptions(flat, mean, std).Value;
        return Format.ProcessUnit.CreateProcessUnit(flat, Format.ProcessUnitOptions.NormalizationOptions, normalization);
    }

    private static Offset<Format.TensorMetadata> Output(FlatBufferBuilder flat, EditableGraph graph)
    {
        VectorOffset files = default;
        if (graph.Labels.Length > 0)
        {
            StringOffset name = flat.CreateString(LabelFile);
            StringOffset description = flat.CreateString("Class names in output order.");
            files = Format.TensorMetadata.CreateAssociatedFilesVector(flat, [Format.AssociatedFile.CreateAssociatedFile(
                flat, name, description, Format.AssociatedFileType.TENSOR_AXIS_LABELS)]);
        }

        Format.FeatureProperties.StartFeatureProperties(flat);
        int properties = Format.FeatureProperties.EndFeatureProperties(flat).Value;
        var content = Format.Content.CreateContent(flat, Format.ContentProperties.FeatureProperties, properties);
        bool probabilities = graph.Operators[^1].Code is Format.BuiltinOperator.SOFTMAX or Format.BuiltinOperator.LOGISTIC;
        return Tensor(flat, probabilities ? "probability" : "logit",
            probabilities ? "Probability of each class." : "Score of each class; softmax turns the scores into probabilities.",
            content, units: default, Stats(flat, graph.Output), files);
    }

    private static Offset<Format.TensorMetadata> Tensor(
        FlatBufferBuilder flat, string name, string description, Offset<Format.Content> content, VectorOffset units,
        Offset<Format.Stats> stats, VectorOffset files)
    {
        StringOffset nameOffset = flat.CreateString(name);
        StringOffset descriptionOffset = flat.CreateString(description);
        return Format.TensorMetadata.CreateTensorMetadata(
            flat, nameOffset, descriptionOffset, contentOffset: content, process_unitsOffset: units, statsOffset: stats,
            associated_filesOffset: files);
    }

    // One value for all channels.
    private static Offset<Format.Stats> Stats(FlatBufferBuilder flat, EditableTensor tensor)
    {
        VectorOffset most = Format.Stats.CreateMaxVector(flat, [tensor.Scale * (sbyte.MaxValue - tensor.ZeroPoint)]);
        VectorOffset least = Format.Stats.CreateMinVector(flat, [tensor.Scale * (sbyte.MinValue - tensor.ZeroPoint)]);
        return Format.Stats.CreateStats(flat, most, least);
    }
}
