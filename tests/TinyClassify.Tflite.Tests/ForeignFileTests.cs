using Google.FlatBuffers;
using TinyClassify.Runtime;

namespace TinyClassify.Tflite.Tests;

/// <summary>Files as other tools write them, and as nobody should.</summary>
public sealed class ForeignFileTests
{
    [Theory]
    [InlineData(127, true)]
    [InlineData(128, false)]
    [InlineData(-129, false)]
    public void A_zero_point_must_lie_in_int8(long zeroPoint, bool isTaken)
    {
        byte[] file = Changed("MAX_POOL_2D", graph =>
        {
            foreach (EditableTensor tensor in new[] { graph.Input, graph.Operators[0].Output, graph.Output })
                tensor.Quantization = new TensorQuantization([1f / 128], [zeroPoint], 0);
        });
        if (isTaken)
            TfliteReader.ReadGraph(file);
        else
            Assert.Contains($"zero point {zeroPoint}; expected -128 to 127",
                Assert.Throws<NotSupportedException>(() => TfliteReader.ReadGraph(file)).Message);
    }

    [Theory]
    [InlineData(0.019f, true)]
    [InlineData(0.021f, false)]
    public void A_bias_on_another_grid_is_refused_beyond_two_hundredths_of_a_step(float steps, bool isTaken)
    {
        byte[] file = Changed("CONV_2D", graph =>
        {
            EditableOperator conv = graph.Operators[0];
            TensorQuantization scales = conv.At(2)!.Quantization!;
            conv.At(2)!.Quantization = scales with { Scales = [.. scales.Scales.Select(s => s + (steps * conv.Output.Scale))] };
        });
        if (isTaken)
            TfliteReader.ReadGraph(file);
        else
            Assert.Contains("bias scale", Assert.Throws<NotSupportedException>(() => TfliteReader.ReadGraph(file)).Message);
    }

    [Fact]
    public void An_operators_number_in_the_older_field_counts()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Of("MAX_POOL_2D", seed: 1));
        bool IsOlder() => Format.Model.GetRootAsModel(new ByteBuffer(file))
            .OperatorCodes(0) is Format.OperatorCode { BuiltinCode: 0, DeprecatedBuiltinCode: 17 };
        Change(file, [17, 0, 0, 0], [0, 0, 0, 0], IsOlder);
        Assert.Equal("MAX_POOL_2D", TfliteReader.Read(file).Subgraphs[0].Operators[0].Name);
    }

    [Fact]
    public void A_file_that_travels_along_but_holds_no_labels_is_not_read_as_some()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog", "Ü"]));
        file[file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(MetadataNames.Labels))] = (byte)'T';
        Assert.NotEmpty(TfliteReader.Read(file).Labels);
        ReadOnlyMemory<byte> metadata = TfliteReader.Read(file).Metadata.Single(m => m.Name == MetadataNames.Standard).Data;
        int start = file.AsSpan().IndexOf(metadata.Span);
        bool IsDescription() =>
            Format.ModelMetadata.GetRootAsModelMetadata(new ByteBuffer(file[start..(start + metadata.Length)]))
            .SubgraphMetadata(0)!.Value.OutputTensorMetadata(0)!.Value.AssociatedFiles(
                0)!.Value.Type == Format.AssociatedFileType.DESCRIPTIONS;
        Change(file, [(byte)Format.AssociatedFileType.TENSOR_AXIS_LABELS], [(byte)Format.AssociatedFileType.DESCRIPTIONS],
            IsDescription, start);
        Assert.Empty(TfliteReader.Read(file).Labels);
    }

    [Fact]
    public void Labels_that_are_not_UTF8_are_refused_with_their_line()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "xxxxxxxx", "dog"]));
        byte[] latin = [(byte)'M', (byte)0xFC, (byte)'c', (byte)'k'];
        latin.CopyTo(file, file.AsSpan().IndexOf("xxxxxxxx"u8));
        string message = Assert.Throws<InvalidDataException>(() => TfliteReader.Read(file)).Message;
        Assert.Contains("line 2: byte 0xFC is not UTF-8", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-128, 255)]
    [InlineData(0, 128)]
    [InlineData(127, 255)]
    public void An_accumulator_may_reach_its_limit_and_not_more(int zeroPoint, int reach)
    {
        const int Inputs = 100;
        int limit = (1 << 30) - 1 - (Inputs * 127 * reach);
        FullyConnected Layer(int bias) => new(
            new QuantizedTensor("input", [1, Inputs], 0.01f, zeroPoint), new QuantizedTensor("output", [1, 1], 1, 0),
            new QuantizedWeights([.. Enumerable.Repeat((sbyte)-127, Inputs)], [1, Inputs], [0.01f], [bias]),
            FusedActivation.None);
        Layer(limit);
        Layer(-limit);
        Assert.Throws<ArgumentException>(() => Layer(limit + 1));
        Assert.Throws<ArgumentException>(() => Layer(-limit - 1));
    }

    [Fact]
    public void Multiply_accumulates_of_a_depthwise_convolution_are_the_engines()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Of("DEPTHWISE_CONV_2D", seed: 1));
        using ClassifierModel model = ClassifierModel.Open(file);
        Assert.Equal(7 * 5 * 6 * 9, model.Macs);
        Assert.Equal(model.Macs, ModelInspection.Of(TfliteReader.Read(file)).Macs);
    }

    [Theory]
    [InlineData(0.02f, -7)]
    [InlineData(0.004f, 100)]
    public void The_metadatas_mean_and_deviation_give_the_real_values_of_a_pictures_bytes(float scale, int zeroPoint)
    {
        QuantizedGraph graph = SmallGraphs.Classifier(["cat", "dog", "cow"]);
        byte[] file = TfliteWriter.Write(graph);
        EditableGraph edited = EditableGraph.Of(TfliteReader.Read(file));
        edited.Input.Quantization = new TensorQuantization([scale], [zeroPoint], 0);
        // In place of what the file states for the grid it had.
        edited.Normalization = PictureNormalization.ByteMinus128(edited.Input);
        byte[] metadata = StandardMetadata.Write(edited);
        Format.NormalizationOptions options = Format.ModelMetadata.GetRootAsModelMetadata(new ByteBuffer(metadata))
            .SubgraphMetadata(0)!.Value.InputTensorMetadata(0)!.Value.ProcessUnits(0)!.Value.OptionsAsNormalizationOptions();
        foreach (int p in new[] { 0, 100, 255 })
            Assert.Equal(scale * (p - 128 - zeroPoint), (p - options.Mean(0)) / options.Std(0), 1e-4);
    }

    private static byte[] Changed(string kind, Action<EditableGraph> change)
    {
        EditableGraph graph = EditableGraph.Of(TfliteReader.Read(TfliteWriter.Write(SmallGraphs.Of(kind, seed: 3))));
        change(graph);
        return ModelWriter.Write(graph, FactorPlace.Ram);
    }

    // Changes bytes at the one place that makes a condition true.
    private static void Change(byte[] file, byte[] from, byte[] to, Func<bool> isChanged, int start = 0)
    {
        for (int i = start; i <= file.Length - from.Length; i++)
        {
            Span<byte> place = file.AsSpan(i, from.Length);
            if (!place.SequenceEqual(from))
                continue;
            to.CopyTo(place);
            if (isChanged())
                return;
            from.CopyTo(place);
        }

        Assert.Fail("The place was not found.");
    }
}
