using System.Xml.Linq;

namespace TinyClassify.Tflite.Tests;

public sealed class InspectionTests
{
    [Fact]
    public void The_report_of_a_small_classifier_reads_as_expected()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog", "bird"]));
        string report = TextReport.Write(ModelInspection.Of(TfliteReader.Read(file)));
        int metadata = 16 + 12 + 63 + Metadata(file);
        string expected = $"""
            file      {file.Length:N0} bytes, 'small classifier'
            input     'picture' 1x6x5x3 int8, scale 0.0078125, zero point 0
            output    'scores' 1x3 int8, scale 0.00390625, zero point -128
            labels    cat, dog, bird
            metadata  min_runtime_version (16 bytes), tinyclassify.labels (12 bytes), tinyclassify.requantization (63 bytes), TFLITE_METADATA ({Metadata(file)} bytes)
            factors   carried for flash, equal to what the scales say

            #  operator         input    output   window         multiply-accumulates  constants  memory  output quantisation
            0  CONV_2D          1x6x5x3  1x6x5x4  3x3 same relu                 3,240        124     210  int8, scale 0.03, zero point -128
            1  FULLY_CONNECTED  1x6x5x4  1x3                                      360        372     123  int8, scale 0.1, zero point 7
            2  SOFTMAX          1x3      1x3                                        0          0       6  int8, scale 0.00390625, zero point -128

            total     3,600 multiply-accumulates
            bytes     496 of weights and other constants, {metadata:N0} of metadata, {file.Length - 496 - metadata:N0} of scales, names and tables
            memory    210 bytes of activations at the peak, operator 0 (CONV_2D); a runtime adds its own
            runs on   TinyClassify: yes
            runs on   TFLite Micro: yes
            runs on   LiteRT: yes

            """.ReplaceLineEndings("\n");
        Assert.Equal(expected, report);
    }

    [Fact]
    public void Memory_counts_a_shortcut_until_it_is_added()
    {
        MemoryProfile memory = ModelInspection.Of(TfliteReader.Read(TfliteWriter.Write(SmallGraphs.Of("ADD", seed: 1)))).Memory;
        const int Bytes = 9 * 7 * 6;
        Assert.Equal(new long[] { 2 * Bytes, 3 * Bytes, 2 * Bytes }, memory.LiveBytes);
        Assert.Equal((3 * Bytes, 1), (memory.PeakBytes, memory.PeakOperator));
    }

    [Theory]
    [InlineData("<script>alert('x')</script> & \u0001")]
    [InlineData("plain")]
    public void The_drawing_is_well_formed_whatever_the_names(string name)
    {
        QuantizedGraph graph = SmallGraphs.Of("ADD", seed: 1);
        byte[] file = TfliteWriter.Write(new QuantizedGraph(name, [], graph.Input, graph.Operators, graph.Output));
        var inspection = ModelInspection.Of(TfliteReader.Read(file));
        XElement svg = XDocument.Parse(SvgReport.Write(inspection)).Root!;
        Assert.Contains(svg.Descendants(), e => e.Name.LocalName == "text"
            && e.Value.Contains("ADD relu", StringComparison.Ordinal));
        Assert.DoesNotContain("<script>", HtmlReport.Write(inspection), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_cost_memory_and_the_weights_ranges()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Classifier(["cat", "dog", "bird"]));
        var inspection = ModelInspection.Of(TfliteReader.Read(file));
        string page = HtmlReport.Write(inspection);
        Assert.Contains("3,240 (90.0 %)", page, StringComparison.Ordinal);
        Assert.Contains("instructions were not counted for this model", page, StringComparison.Ordinal);
        IReadOnlyList<WeightRange> ranges = WeightRange.Of(inspection.Graph);
        Assert.Equal([0, 1], ranges.Select(r => r.Operator));
        TfliteTensor weights = inspection.Graph.Tensors[inspection.Graph.Operators[0].Inputs[1]];
        int perChannel = weights.Data.Length / weights.Shape[0];
        double[] values = [.. weights.Data.ToArray()
            .Select((b, i) => (double)weights.Quantization!.Scales[i / perChannel] * (sbyte)b)];
        Assert.Equal((values.Min(), values.Max()), (ranges[0].Lowest, ranges[0].Highest));

        string counted = HtmlReport.Write(inspection, new InstructionCount([600, 300, 100]));
        Assert.Contains("600 (60.0 %)", counted, StringComparison.Ordinal);
        Assert.Contains("counted under QEMU: 1,000.", counted, StringComparison.Ordinal);
        // A count of other operators says nothing of these.
        Assert.Equal(page, HtmlReport.Write(inspection, new InstructionCount([600, 300])));
    }

    [Fact]
    public void Instructions_are_taken_from_beside_the_model_they_were_counted_for()
    {
        using var folder = new TemporaryFolder();
        byte[] committed = File.ReadAllBytes(RepositoryRoot.Combine("native-interop", "model", "classifier.tflite"));
        InstructionCount? count = InstructionCount.Beside(RepositoryRoot.Combine("native-interop", "model", "classifier.tflite"),
            committed);
        Assert.Equal(ModelInspection.Of(TfliteReader.Read(committed)).Graph.Operators.Length, count!.Operators.Length);
        File.Copy(RepositoryRoot.Combine("native-interop", "model", "cost.json"), folder.File("cost.json"));
        committed[^1] ^= 1;
        Assert.Null(InstructionCount.Beside(folder.File("other.tflite"), committed));
        foreach (string text in new[] { "", "[]", "7", "{\"model_sha256\": 3}", "null" })
        {
            File.WriteAllText(folder.File("cost.json"), text);
            Assert.Null(InstructionCount.Beside(folder.File("other.tflite"), committed));
        }
    }

    [Fact]
    public void Tensors_that_live_at_the_same_time_have_different_colours()
    {
        // The committed model is deep: its tensors outnumber the colours.
        byte[] file = File.ReadAllBytes(RepositoryRoot.Combine("native-interop", "model", "classifier.tflite"));
        XElement svg = XDocument.Parse(SvgReport.Write(ModelInspection.Of(TfliteReader.Read(file)))).Root!;
        var rows = svg.Elements().Where(e => e.Elements().Any(t => t.Name.LocalName == "title"))
            .GroupBy(e => e.Attribute("y")!.Value, e => e.Attribute("fill")!.Value).ToArray();
        Assert.True(rows.Length > 20, "The bars were not found.");
        Assert.All(rows, row => Assert.Equal(row.Count(), row.Distinct().Count()));
    }

    [Fact]
    public void An_unsupported_operator_is_marked_in_the_drawing()
    {
        byte[] file = TfliteWriter.Write(SmallGraphs.Of("MAX_POOL_2D", seed: 1));
        Assert.DoesNotContain("amber", SvgReport.Write(ModelInspection.Of(TfliteReader.Read(file))), StringComparison.Ordinal);
        TfliteModel model = TfliteReader.Read(file);
        TfliteSubgraph graph = model.Subgraphs[0];
        TfliteOperator other = graph.Operators[0] with { Code = 39, Name = "TRANSPOSE" };
        string drawing = SvgReport.Write(ModelInspection.Of(model with { Subgraphs = [graph with { Operators = [other] }] }));
        Assert.Contains("amber: no kernel in our engine", drawing, StringComparison.Ordinal);
        Assert.Contains("#ffe3a8", drawing, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_is_the_engines_own()
    {
        EditableGraph graph = EditableGraph.Of(TfliteReader.Read(TfliteWriter.Write(SmallGraphs.Of("MAX_POOL_2D", seed: 1))));
        RuntimeSupport[] Verdicts() => [.. RuntimeSupport.Of(TfliteReader.Read(ModelWriter.Write(graph, FactorPlace.Ram)))];
        Assert.Null(Verdicts()[0].Obstacle);
        EditableTensor input = graph.Input, turned =
            input.Like("/turned", input.Shape[0], input.Shape[2], input.Shape[1], input.Shape[3]);
        EditableTensor back = input.Like("/back", input.Shape);
        graph.Operators[0].Inputs[0] = back;
        graph.Operators.InsertRange(0,
        [
            EditableOperator.Make(Format.BuiltinOperator.TRANSPOSE, OperatorOptions.None, turned, input,
                EditableTensor.Of("order", [4], 0, 2, 1, 3)),
            EditableOperator.Make(Format.BuiltinOperator.TRANSPOSE, OperatorOptions.None, back, turned,
                EditableTensor.Of("back order", [4], 0, 2, 1, 3)),
        ]);
        Assert.StartsWith("the engine refuses it. model not supported: operator 0 is TRANSPOSE", Verdicts()[0].Obstacle);
        Assert.EndsWith("; no kernel for TRANSPOSE", Verdicts()[0].Obstacle);
        Assert.Null(Verdicts()[1].Obstacle);
    }

    [Theory]
    [InlineData(32, "CUSTOM 'x'")]
    [InlineData(200, "operator 200")]
    public void LiteRT_and_TFLite_Micro_know_no_operator_without_a_name(int code, string name)
    {
        TfliteModel model = TfliteReader.Read(TfliteWriter.Write(SmallGraphs.Of("MAX_POOL_2D", seed: 1)));
        TfliteSubgraph graph = model.Subgraphs[0];
        TfliteOperator unknown = graph.Operators[0] with { Code = code, Name = name };
        RuntimeSupport[] verdicts = [.. RuntimeSupport.Of(model with { Subgraphs = [graph with { Operators = [unknown] }] })];
        Assert.Equal([$"no kernel for {name}", $"no kernel for {name}"], verdicts[1..].Select(v => v.Obstacle));
    }

    private static int Metadata(byte[] file) =>
        TfliteReader.Read(file).Metadata.Single(m => m.Name == MetadataNames.Standard).Data.Length;
}
