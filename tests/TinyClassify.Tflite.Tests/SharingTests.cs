namespace TinyClassify.Tflite.Tests;

/// <summary>What is equal stands once in a file; what only looks alike is kept apart.</summary>
public sealed class SharingTests
{
    private const int Channels = 6;
    private const int Layers = 4;
    private static readonly Sliding s_sliding = new(1, Padding.Same);

    [Fact]
    public void Equal_layers_share_scales_zero_points_and_shapes()
    {
        byte[] file = TfliteWriter.Write(Chain(_ => FusedActivation.None, _ => 0.05f));
        foreach (string kind in new[] { "weights", "bias" })
        {
            Format.Tensor[] tensors = [.. Tensors(file).Where(t => t.Name.EndsWith("/" + kind, StringComparison.Ordinal))
                .Skip(1)];
            Assert.Equal(Layers - 1, tensors.Length);
            Assert.Single(tensors.Select(t => t.GetShapeBytes()!.Value.Offset).Distinct());
            Assert.Single(tensors.Select(t => t.Quantization!.Value.GetScaleBytes()!.Value.Offset).Distinct());
            Assert.Single(tensors.Select(t => t.Quantization!.Value.GetZeroPointBytes()!.Value.Offset).Distinct());
        }
    }

    [Fact]
    public void Equal_layers_share_options_and_quantisations()
    {
        const int OptionsTable = 16, QuantizationTable = 16, Padding = 2 * ModelBuilder.BufferAlignment;
        int alike = TfliteWriter.Write(Chain(_ => FusedActivation.Relu, _ => 0.05f)).Length;
        int otherOptions = TfliteWriter.Write(Chain(i => i % 2 == 0 ? FusedActivation.Relu
            : FusedActivation.Relu6, _ => 0.05f)).Length;
        Assert.InRange(otherOptions - alike, OptionsTable, 2 * OptionsTable);
        // Three activations get scales of their own, and the biases of the two layers behind them.
        int otherScales = TfliteWriter.Write(Chain(_ => FusedActivation.Relu, i => 0.05f + (0.001f * i))).Length;
        const int Vectors = (3 * (4 + sizeof(float))) + (2 * (4 + (Channels * sizeof(float))));
        Assert.True(otherScales - alike > Vectors + (5 * QuantizationTable) - Padding, $"{otherScales} bytes against {alike}.");
    }

    [Fact]
    public void Vectors_of_the_same_bytes_but_other_types_are_kept_apart()
    {
        // [0, 0] as the sum's inputs, and [0] as a 64-bit zero point, are eight zeros both.
        var input = new QuantizedTensor("input", [1, 3, 3, 2], 0.1f, 0);
        var sum = new Add(input, input, new QuantizedTensor("sum", input.Shape.AsSpan(), 0.2f, 0), FusedActivation.None);
        TfliteSubgraph graph =
            TfliteReader.Read(TfliteWriter.Write(new QuantizedGraph("", [], input, [sum], sum.Output))).Subgraphs[0];
        Assert.Equal([0, 0], graph.Operators[0].Inputs.ToArray());
        Assert.All(graph.Tensors, tensor => Assert.Equal([0L], tensor.Quantization!.ZeroPoints.ToArray()));
    }

    [Fact]
    public void The_same_scales_along_another_axis_or_with_another_zero_point_are_kept_apart()
    {
        QuantizedTensor Tensor(string name, int zeroPoint) => new(name, [1, 5, 5, Channels], 0.05f, zeroPoint);
        QuantizedTensor input = Tensor("input", -3), middle = Tensor("middle", 9), output = Tensor("output", -3);
        QuantizedWeights full = SmallGraphs.Weights(new Random(1), [Channels, 3, 3, Channels], Channels);
        QuantizedWeights depthwise = SmallGraphs.Weights(new Random(1), [1, 3, 3, Channels], Channels);
        depthwise = new QuantizedWeights(depthwise.Values.AsSpan(), depthwise.Shape.AsSpan(), full.Scales.AsSpan(),
            depthwise.Bias.AsSpan());
        QuantizedOperator[] operators =
        [
            new Conv2D(input, middle, full, s_sliding, FusedActivation.None),
            new DepthwiseConv2D(middle, output, depthwise, s_sliding, FusedActivation.None),
        ];
        TfliteSubgraph graph =
            TfliteReader.Read(TfliteWriter.Write(new QuantizedGraph("", [], input, operators, output))).Subgraphs[0];
        TensorQuantization Of(string name) => graph.Tensors.Single(t => t.Name == name).Quantization!;
        Assert.Equal(Of("middle/weights").Scales.ToArray(), Of("output/weights").Scales.ToArray());
        Assert.Equal((0, 3), (Of("middle/weights").Axis, Of("output/weights").Axis));
        Assert.Equal([-3L, 9, -3], new[] { "input", "middle", "output" }.Select(name => Of(name).ZeroPoints.Single()));
    }

    // Every layer has the weights of the others; the first has an input of its own scale.
    private static QuantizedGraph Chain(Func<int, FusedActivation> activation, Func<int, float> scale)
    {
        var input = new QuantizedTensor("input", [1, 5, 5, Channels], 0.01f, 0);
        QuantizedWeights weights = SmallGraphs.Weights(new Random(1), [Channels, 3, 3, Channels], Channels);
        var operators = new List<QuantizedOperator>();
        for (int i = 0; i < Layers; i++)
        {
            QuantizedTensor from = i == 0 ? input : operators[^1].Output;
            var to = new QuantizedTensor($"layer{i}", from.Shape.AsSpan(), scale(i), 4);
            operators.Add(new Conv2D(from, to, weights, s_sliding, activation(i)));
        }

        return new QuantizedGraph("chain", [], input, operators, operators[^1].Output);
    }

    private static IEnumerable<Format.Tensor> Tensors(byte[] file)
    {
        Format.SubGraph graph = Format.Model.GetRootAsModel(new Google.FlatBuffers.ByteBuffer(file)).Subgraphs(0)!.Value;
        return Enumerable.Range(0, graph.TensorsLength).Select(i => graph.Tensors(i)!.Value);
    }
}
