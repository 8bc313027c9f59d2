using TinyClassify.Runtime;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation.Tests;

/// <summary>Networks in the shapes that converters write, rewritten, against LiteRT on what they were.</summary>
public sealed class RewriteTests(LiteRt liteRt) : IClassFixture<LiteRt>
{
    private static readonly string[] s_engines =
        ["ADD", "AVERAGE_POOL_2D", "CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "MAX_POOL_2D", "RESHAPE", "SOFTMAX", "PAD", "MEAN", "MUL", "CONCATENATION", "LOGISTIC"];

    public static TheoryData<string> Shapes => [.. ConverterShapes.All.Keys];

    [SkippableTheory]
    [MemberData(nameof(Shapes))]
    public void A_converters_shape_is_rewritten_and_computes_what_LiteRT_computes_with_the_original(string shape)
    {
        for (int seed = 1; seed <= Setting.Integer("TINYCLASSIFY_SHAPE_SEEDS", 4); seed++)
        {
            byte[] original = ModelWriter.Write(ConverterShapes.All[shape](seed), FactorPlace.Ram);
            PreparedModel prepared = PreparedModel.Prepare(original, null, [], inputs: 6);
            // A MEAN of an even number of elements stays one.
            Assert.True(prepared.Steps.Count > 0 || shape.StartsWith("mean", StringComparison.Ordinal));
            Assert.True(prepared.Original is { IsExact: true, Inputs: 6 }, prepared.Comparison);
            Assert.Empty(TfliteReader.Read(prepared.Tflite).Subgraphs[0].Operators.Select(op => op.Name).Except(s_engines));
            LiteRtComparison.Run(liteRt, original, prepared, count: 6);
        }
    }

    [Theory]
    [InlineData("Keras padding", "PAD")]
    [InlineData("NCHW", "TRANSPOSE")]
    [InlineData("NCHW arithmetic", "TRANSPOSE")]
    [InlineData("NCHW arithmetic", "MINIMUM")]
    [InlineData("swapped height and width", "TRANSPOSE")]
    [InlineData("copies", "PAD")]
    [InlineData("row in", "RESHAPE")]
    public void What_the_board_would_pay_for_nothing_is_gone(string shape, string gone)
    {
        byte[] original = ModelWriter.Write(ConverterShapes.All[shape](1), FactorPlace.Ram);
        TfliteSubgraph graph = TfliteReader.Read(PreparedModel.Prepare(original, null, [], inputs: 2).Tflite).Subgraphs[0];
        Assert.DoesNotContain(graph.Operators, op => op.Name == gone);
    }

    [Fact]
    public void A_rewrite_that_computes_something_else_is_found_out()
    {
        EditableGraph graph = ConverterShapes.All["PyTorch padding"](1);
        EditableOperator pad = graph.Operators[0], conv = graph.Operators[1];
        EditableOperator wrong = EditableOperator.Make(
            conv.Code, conv.Options with { Padding = (int)TinyClassify.Tflite.Padding.Same }, conv.Output, [pad.Input, .. conv.Inputs.Skip(1)]);
        string message = Assert.Throws<InvalidDataException>(() => new Replacement([pad, conv], [wrong], conv.Output, conv.Output).Prove("wrong")).Message;
        Assert.Contains("'wrong'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_computes_something_else_than_the_original_is_refused()
    {
        EditableGraph graph = ConverterShapes.All["Keras padding"](1), other = ConverterShapes.All["Keras padding"](1);
        byte[] original = ModelWriter.Write(graph, FactorPlace.Ram);
        EditableTensor bias = other.Operators[^1].At(2)!;
        other.Operators[^1].Inputs[2] = EditableTensor.Of(bias.Name, bias.Shape, [.. bias.Integers()!.Select(b => b + 2000)]);
        byte[] written = ModelWriter.Write(other, FactorPlace.Ram);
        var inputs = new sbyte[3 * graph.Input.ElementCount];
        Assert.True(Proof.Against(TfliteReader.Read(original), graph, original, inputs) is { IsExact: true });
        string message = Assert.Throws<InvalidDataException>(() => Proof.Against(TfliteReader.Read(original), other, written, inputs)).Message;
        Assert.Contains("computes something else", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_float_model_is_told_how_to_become_int8()
    {
        EditableGraph graph = ConverterShapes.All["float ends"](1);
        foreach (EditableOperator op in graph.Operators.Where(op => op.Inputs.Count == 3))
            op.Input.Type = TensorType.FLOAT32;
        string message = Assert.Throws<NotSupportedException>(() => Refusal.ThrowIfHopeless(graph)).Message;
        Assert.Contains("full integer quantisation", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_operator_is_explained()
    {
        EditableGraph graph = ConverterShapes.All["rows"](1);
        graph.Operators.Add(new EditableOperator
        {
            Code = BuiltinOperator.CUSTOM, Name = "CUSTOM 'TFLite_Detection_PostProcess'", Inputs = [graph.Output], Outputs = [graph.Output.Like("x", 1)],
        });
        string message = Assert.Throws<NotSupportedException>(() => Refusal.ThrowIfHopeless(graph)).Message;
        Assert.Contains("CUSTOM 'TFLite_Detection_PostProcess': no operator of TensorFlow Lite", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_goes_in_as_the_files_metadata_say_unless_they_cannot_be_meant()
    {
        EditableGraph graph = ConverterShapes.All["copies"](1); // Scale 1/128, zero point -3.
        graph.Normalization = new PictureNormalization([124, 116, 104], [58, 57, 60]);
        PreparedModel prepared = PreparedModel.Prepare(ModelWriter.Write(graph, FactorPlace.Ram), null, [], inputs: 2);
        Assert.Contains(("a picture's byte p as (p - 124, 116, 104) / 58, 57, 60, by a table", 1), prepared.Steps);
        ReadOnlySpan<byte> table = TfliteReader.Read(prepared.Tflite).Metadata.Single(m => m.Name == MetadataNames.Input).Data.Span;
        Assert.Equal(3 * 256, table.Length);
        Assert.Equal((-3, -128, 127), ((sbyte)table[124], (sbyte)table[0], (sbyte)table[255]));
        Assert.Equal((int)MathF.Round(128 * 21 / 57f) - 3, (sbyte)table[256 + 137]);
        Assert.Equal((int)MathF.Round(128 * -20 / 60f) - 3, (sbyte)table[512 + 84]);
        // Quantised models often carry the deviation of a float model whose inputs lie in [0, 1].
        graph.Normalization = new PictureNormalization([0], [1]);
        prepared = PreparedModel.Prepare(ModelWriter.Write(graph, FactorPlace.Ram), null, [], inputs: 2);
        Assert.DoesNotContain(TfliteReader.Read(prepared.Tflite).Metadata, m => m.Name == MetadataNames.Input);
    }

    [Fact]
    public void A_model_with_a_memory_is_refused_in_plain_words()
    {
        EditableGraph graph = ConverterShapes.All["rows"](1);
        var state = new EditableTensor { Name = "state", Shape = [1, 7], Type = TensorType.INT8, Quantization = graph.Output.Quantization, IsVariable = true };
        graph.Operators[0].Inputs.Add(state);
        string message = Assert.Throws<NotSupportedException>(() => Refusal.ThrowIfNoKernel(graph)).Message;
        Assert.Contains("'state' [1, 7] int8 keeps its contents", message, StringComparison.Ordinal);
        graph.Operators.Add(new EditableOperator { Code = BuiltinOperator.SVDF, Name = "SVDF", Inputs = [graph.Output], Outputs = [graph.Output.Like("x", 1)] });
        message = Assert.Throws<NotSupportedException>(() => Refusal.ThrowIfNoKernel(graph)).Message;
        Assert.Contains("no kernel for SVDF", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_turn_that_somebody_else_reads_stays_for_him()
    {
        EditableGraph graph = ConverterShapes.All["NCHW arithmetic"](1);
        EditableOperator turn = graph.Operators.First(op => op.Code == BuiltinOperator.TRANSPOSE), bound = graph.Operators.First(op => op.Inputs[0] == turn.Output);
        var other = EditableOperator.Make(BuiltinOperator.TRANSPOSE, OperatorOptions.None, turn.Output.Like("/other", turn.Output.Shape), turn.Output, EditableTensor.Of("o", [4], 0, 1, 2, 3));
        graph.Operators.Insert(graph.Operators.IndexOf(bound), other);
        Replacement moved = new TransposeBehind().At(graph, bound)!;
        moved.Prove("moved");
        moved.Apply(graph);
        Assert.Same(turn, graph.Writer(turn.Output));
        Assert.DoesNotContain(bound, graph.Operators);
    }

    [Fact]
    public void Labels_of_another_count_are_refused_and_two_names_fit_one_sigmoid()
    {
        EditableGraph graph = ConverterShapes.All["rows"](1);
        graph.Labels = ["a", "b"];
        Assert.Contains("2 labels", Assert.Throws<ArgumentException>(() => Refusal.CheckLabels(graph)).Message, StringComparison.Ordinal);
        graph.Output.Shape = [1, 1];
        Refusal.CheckLabels(graph);
    }
}
