using TinyClassify.Runtime;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation.Tests;

/// <summary>Networks in the shapes that converters write, rewritten, against LiteRT on what they were.</summary>
public sealed class RewriteTests(LiteRt liteRt) : IClassFixture<LiteRt>
{
    private static readonly string[] s_engines =
    [
        "ADD", "AVERAGE_POOL_2D", "CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "MAX_POOL_2D", "RESHAPE", "SOFTMAX", "PAD",
        "MEAN", "MUL", "CONCATENATION", "LOGISTIC", "QUANTIZE", "LEAKY_RELU", "SQUARED_DIFFERENCE", "RSQRT", "HARD_SWISH",
        "RELU", "RELU6", "SPLIT",
    ];

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
    [InlineData("PyTorch padding", "PAD")]
    [InlineData("PyTorch's depthwise padding", "PAD")]
    [InlineData("NCHW", "TRANSPOSE")]
    [InlineData("NCHW arithmetic", "TRANSPOSE")]
    [InlineData("NCHW arithmetic", "MINIMUM")]
    [InlineData("swapped height and width", "TRANSPOSE")]
    [InlineData("scaled pictures", "MUL")]
    [InlineData("scaled pictures", "ADD")]
    [InlineData("scaled pictures", "QUANTIZE")]
    [InlineData("scaled float pictures", "SUB")]
    [InlineData("scaled NCHW", "MUL")]
    [InlineData("scaled NCHW", "TRANSPOSE")]
    [InlineData("clamped sigmoid", "MINIMUM")]
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
            conv.Code, conv.Options with { Padding = (int)TinyClassify.Tflite.Padding.Same }, conv.Output,
            [pad.Input, .. conv.Inputs.Skip(1)]);
        string message = Assert.Throws<InvalidDataException>(() =>
            new Replacement([pad, conv], [wrong], conv.Output, conv.Output).Prove("wrong")).Message;
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
        string message = Assert.Throws<InvalidDataException>(() =>
            Proof.Against(TfliteReader.Read(original), other, written, inputs)).Message;
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
            Code = BuiltinOperator.CUSTOM, Name = "CUSTOM 'TFLite_Detection_PostProcess'", Inputs = [graph.Output], Outputs =
                [graph.Output.Like("x", 1)],
        });
        string message = Assert.Throws<NotSupportedException>(() => Refusal.ThrowIfHopeless(graph)).Message;
        Assert.Contains("CUSTOM 'TFLite_Detection_PostProcess': no operator of TensorFlow Lite", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_goes_in_as_the_files_metadata_say_unless_they_cannot_be_meant()
    {
        EditableGraph graph = ConverterShapes.All["copies"](1); // Scale 1/128, zero point -3.
        graph.Normalization = new PictureNormalization([124, 116, 104], [58, 57, 60]);
        PreparedModel prepared = PreparedModel.Prepare(ModelWriter.Write(graph, FactorPlace.Ram), null, [], inputs: 2);
        Assert.Contains(("a picture's byte p as (p - 124, 116, 104) / 58, 57, 60, by a table", 1), prepared.Steps);
        ReadOnlySpan<byte> table = TfliteReader.Read(prepared.Tflite).Metadata.Single(m =>
            m.Name == MetadataNames.Input).Data.Span;
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
    public void Arithmetic_at_the_input_goes_into_the_table_of_a_pictures_bytes_and_stays_there()
    {
        EditableGraph graph = ConverterShapes.All["scaled pictures"](2);
        PreparedModel prepared = PreparedModel.Prepare(ModelWriter.Write(graph, FactorPlace.Ram), null, [], inputs: 2);
        byte[] table = TfliteReader.Read(prepared.Tflite).Metadata.Single(m => m.Name == MetadataNames.Input).Data.ToArray();
        // The original's own operators on a picture of one byte, u = p.
        for (int p = 0; p < 256; p += 5)
        {
            var given = new Dictionary<EditableTensor, Values>(ReferenceEqualityComparer.Instance)
            {
                [graph.Input] = Values.Of(graph.Input.Shape, [.. Enumerable.Repeat(p, graph.Input.ElementCount)]),
            };
            int[] first = Interpreter.Run(graph.Operators.Take(3), given)[graph.Operators[2].Output].Integers[..3];
            Assert.Equal(first, Enumerable.Range(0, 3).Select(c => (int)(sbyte)table[(256 * c) + p]));
        }

        PreparedModel again = PreparedModel.Prepare(prepared.Tflite, null, [], inputs: 2);
        Assert.Equal(table, TfliteReader.Read(again.Tflite).Metadata.Single(m => m.Name == MetadataNames.Input).Data.ToArray());
    }

    [Theory]
    [InlineData("0", "255", "a picture's byte p as (p - 0) / 255, by a table")]
    [InlineData("124,116,104", "58", "a picture's byte p as (p - 124, 116, 104) / 58, by a table")]
    [InlineData("1,2", "58", "--mean has 2 numbers and --deviation 1; expected one, or 3, one a channel.")]
    [InlineData("0", "1", "bytes 0 to 255 become -3 to 127")]
    [InlineData("0", "0", "--deviation is '0'; expected positive numbers")]
    [InlineData("x", "1", "--mean is 'x'; expected numbers")]
    [InlineData("127.5", null, "--mean and --deviation go together")]
    public async Task Mean_and_deviation_may_be_told_where_the_file_tells_none(string mean, string? deviation, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("model.tflite"), ModelWriter.Write(ConverterShapes.All["copies"](1), FactorPlace.Ram));
        string[] command = ["prepare", folder.File("model.tflite"), "--out", folder.File("out"), "--mean", mean];
        var all = new System.CommandLine.RootCommand { ModelCommands.Prepare() };
        using var output = new StringWriter();
        int exit = await CommandGuard.RunAsync(
            all.Parse([.. command, .. deviation is null ? Array.Empty<string>() : ["--deviation", deviation]]),
            new System.CommandLine.InvocationConfiguration { Output = output, Error = output });
        Assert.Contains(expected, output.ToString(), StringComparison.Ordinal);
        Assert.Equal((expected.EndsWith("by a table", StringComparison.Ordinal) ? 0 : 1, exit == 0),
            (exit, Directory.Exists(folder.File("out"))));
    }

    [Fact]
    public void A_model_with_a_memory_is_refused_in_plain_words()
    {
        EditableGraph graph = ConverterShapes.All["rows"](1);
        var state = new EditableTensor
        {
            Name = "state", Shape = [1, 7], Type = TensorType.INT8,
            Quantization = graph.Output.Quantization, IsVariable = true
        };
        graph.Operators[0].Inputs.Add(state);
        string message = Assert.Throws<NotSupportedException>(() => Refusal.ThrowIfNoKernel(graph)).Message;
        Assert.Contains("'state' [1, 7] int8 keeps its contents", message, StringComparison.Ordinal);
        graph.Operators.Add(new EditableOperator
        {
            Code = BuiltinOperator.SVDF, Name = "SVDF", Inputs = [graph.Output],
            Outputs = [graph.Output.Like("x", 1)]
        });
        message = Assert.Throws<NotSupportedException>(() => Refusal.ThrowIfNoKernel(graph)).Message;
        Assert.Contains("no kernel for SVDF", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SVDF", "operator 2 is SVDF (code 27), which this engine does not run")]
    [InlineData("CUSTOM", "is no operator of TensorFlow Lite")]
    [InlineData("LOGISTIC", "seen 7, expected -128 (operator 2 is LOGISTIC)")]
    public void The_engine_names_an_operator_before_anything_about_its_tensors(string name, string expected)
    {
        BuiltinOperator code = Enum.Parse<BuiltinOperator>(name);
        EditableGraph graph = ConverterShapes.All["row in, connected"](1);
        var state = new EditableTensor
        {
            Name = "state", Shape = [1, 5], Type = TensorType.INT8,
            Quantization = graph.Output.Quantization, IsVariable = true
        };
        EditableTensor output = graph.Output.Like("/behind", 1, 5);
        output.Quantization = new TensorQuantization([1f / 256], [7], 0);
        graph.Input.Shape = [1, 1, 1, 60];
        graph.Operators.Add(new EditableOperator
        {
            Code = code, Name = name, Inputs = code == BuiltinOperator.LOGISTIC ? [graph.Output]
                : [graph.Output, state], Outputs = [output],
        });
        graph.Output = output;
        Assert.Contains(expected, EngineVerdict.Of(ModelWriter.Write(graph, FactorPlace.Ram)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_of_more_operators_than_a_microcontroller_takes_is_told_as_one()
    {
        EditableGraph graph = ConverterShapes.All["rows"](1);
        EditableTensor at = graph.Input;
        for (int i = 0; i < 230; i++)
        {
            EditableTensor next = at.Like($"{i}", at.Shape);
            next.Quantization = new TensorQuantization([at.Scale], [(i % 7) - 3], 0);
            graph.Operators.Insert(i, EditableOperator.Make(BuiltinOperator.QUANTIZE, OperatorOptions.None, next, at));
            at = next;
        }

        graph.Operators[230].Inputs[0] = at;
        byte[] file = ModelWriter.Write(graph, FactorPlace.Ram);
        string verdict = EngineVerdict.Of(file);
        Assert.Contains($"takes 200 operators, the model has {graph.Operators.Count}", verdict, StringComparison.Ordinal);
        Assert.Contains("takes it: ", verdict, StringComparison.Ordinal);
        var inputs = new sbyte[3 * graph.Input.ElementCount];
        new Random(3).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(inputs.AsSpan()));
        Assert.Equal(
            EngineAgreement.Scores(file, inputs, Rounding.Double, KernelSet.Plain),
            EngineAgreement.Scores(file, inputs, Rounding.Double, KernelSet.CortexM7));
    }

    [Fact]
    public void A_turn_that_somebody_else_reads_stays_for_him()
    {
        EditableGraph graph = ConverterShapes.All["NCHW arithmetic"](1);
        EditableOperator turn = graph.Operators.First(op => op.Code == BuiltinOperator.TRANSPOSE), bound =
            graph.Operators.First(op => op.Inputs[0] == turn.Output);
        var other = EditableOperator.Make(BuiltinOperator.TRANSPOSE, OperatorOptions.None,
            turn.Output.Like("/other", turn.Output.Shape), turn.Output, EditableTensor.Of("o", [4], 0, 1, 2, 3));
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
        Assert.Contains("2 labels", Assert.Throws<ArgumentException>(() => Refusal.CheckLabels(graph)).Message,
            StringComparison.Ordinal);
        graph.Output.Shape = [1, 1];
        Refusal.CheckLabels(graph);
    }
}
