namespace TinyClassify.Tflite.Tests;

/// <summary>Options with a different value in every place: one that stands in another's is seen.</summary>
public sealed class OperatorOptionsTests(LiteRt liteRt) : IClassFixture<LiteRt>
{
    private const int Channels = 4;
    private static readonly Sliding s_strided = new(2, 3, Padding.Valid);
    private static readonly Sliding s_dilated = new(1, 1, Padding.Same, 2, 3);
    private static readonly QuantizedTensor s_input = new("input", [1, 11, 13, Channels], 1f / 128, -3);

    [Fact]
    public void A_convolutions_options_stand_under_their_names()
    {
        foreach (Sliding sliding in new[] { s_strided, s_dilated })
        {
            OperatorOptions expected = Expected(sliding) with { Activation = 3 };
            Assert.Equal(expected, Written(Conv(sliding)));
            Assert.Equal(expected with { DepthMultiplier = 2 }, Written(Depthwise(sliding)));
        }
    }

    [Fact]
    public void A_pools_options_stand_under_their_names()
    {
        OperatorOptions expected = Expected(s_strided) with
        {
            Activation = 1,
            FilterHeight = 3,
            FilterWidth = 4,
            DilationHeight = null,
            DilationWidth = null,
        };
        QuantizedTensor output = Output(s_strided, 3, 4, Channels, s_input.Scale);
        Assert.Equal(expected, Written(new AveragePool2D(s_input, output, 3, 4, s_strided, FusedActivation.Relu)));
        Assert.Equal(expected, Written(new MaxPool2D(s_input, output, 3, 4, s_strided, FusedActivation.Relu)));
    }

    [Fact]
    public void Options_of_the_other_operators_stand_under_their_names()
    {
        QuantizedTensor Same(string name) => new(name, s_input.Shape.AsSpan(), 0.1f, 5);
        var row = new QuantizedTensor("row", [1, 7], 0.1f, 5);
        QuantizedWeights weights = SmallGraphs.Weights(new Random(1), [7, s_input.ElementCount], 7, perChannel: false);
        Assert.Equal(
            new OperatorOptions { Activation = 1, WeightsFormat = 0, KeepDimensions = false },
            Written(new FullyConnected(s_input, row, weights, FusedActivation.Relu)));
        Assert.Equal(new OperatorOptions { Activation = 3 },
            Written(new Add(s_input, s_input, Same("sum"), FusedActivation.Relu6)));
        var probabilities = new QuantizedTensor("p", s_input.Shape.AsSpan(), Softmax.OutputScale, Softmax.OutputZeroPoint);
        Assert.Equal(new OperatorOptions { Beta = 0.75f }, Written(new Softmax(s_input, probabilities, beta: 0.75f)));
    }

    [SkippableFact]
    public void LiteRT_strides_and_dilates_as_the_engine_does()
    {
        foreach (Sliding sliding in new[] { s_strided, s_dilated })
        {
            foreach (QuantizedOperator op in new QuantizedOperator[] { Conv(sliding), Depthwise(sliding) })
            {
                var row = new Reshape(op.Output, SmallGraphs.Flat(op.Output));
                var graph = new QuantizedGraph("", [], s_input, [op, row], row.Output);
                sbyte[] inputs = SmallGraphs.Inputs(graph, count: 3, seed: 5);
                byte[] file = TfliteWriter.Write(graph);
                Assert.Equal(liteRt.Run(file, inputs), Engine.Run(file, inputs, TinyClassify.Runtime.Rounding.Float));
            }
        }
    }

    private static Conv2D Conv(Sliding sliding) => new(
        s_input, Output(sliding, 3, 2, 5, 0.05f), SmallGraphs.Weights(new Random(2), [5, 3, 2, Channels], 5), sliding,
        FusedActivation.Relu6);

    private static DepthwiseConv2D Depthwise(Sliding sliding) => new(
        s_input, Output(sliding, 3, 2, 2 * Channels, 0.05f),
        SmallGraphs.Weights(new Random(3), [1, 3, 2, 2 * Channels], 2 * Channels),
        sliding, FusedActivation.Relu6);

    private static QuantizedTensor Output(Sliding sliding, int kernelHeight, int kernelWidth, int channels, float scale) => new(
        "output",
        [
            1,
            Shapes.SlidingExtent(s_input.Shape[1], kernelHeight, sliding.StrideHeight, sliding.DilationHeight, sliding.Padding),
            Shapes.SlidingExtent(s_input.Shape[2], kernelWidth, sliding.StrideWidth, sliding.DilationWidth, sliding.Padding),
            channels,
        ],
        scale, s_input.ZeroPoint);

    private static OperatorOptions Expected(Sliding sliding) => new()
    {
        Padding = (int)sliding.Padding,
        StrideHeight = sliding.StrideHeight,
        StrideWidth = sliding.StrideWidth,
        DilationHeight = sliding.DilationHeight,
        DilationWidth = sliding.DilationWidth,
    };

    private static OperatorOptions Written(QuantizedOperator op) =>
        TfliteReader.Read(TfliteWriter.Write(new QuantizedGraph("", [], s_input, [op],
            op.Output))).Subgraphs[0].Operators[0].Options;
}
