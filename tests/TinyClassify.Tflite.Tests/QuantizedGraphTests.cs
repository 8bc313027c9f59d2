namespace TinyClassify.Tflite.Tests;

/// <summary>What must not reach a file is refused when it is constructed, with what was seen and what was expected.</summary>
public sealed class QuantizedGraphTests
{
    private static readonly QuantizedTensor s_input = new("input", [1, 4, 4, 2], 0.5f, 0);
    private static readonly Sliding s_sliding = new(1, Padding.Same);

    [Theory]
    [InlineData(0f, 0, "scale 0")]
    [InlineData(-1f, 0, "scale -1")]
    [InlineData(float.NaN, 0, "scale NaN")]
    [InlineData(float.PositiveInfinity, 0, "scale")]
    [InlineData(1f, 128, "zero point 128")]
    [InlineData(1f, -129, "zero point -129")]
    public void A_tensor_needs_a_positive_scale_and_a_zero_point_in_range(float scale, int zeroPoint, string expected) =>
        Refused(expected, () => new QuantizedTensor("t", [1, 2], scale, zeroPoint));

    [Fact]
    public void A_tensor_needs_positive_dimensions_that_fit_int32()
    {
        Refused("[1, 0]", () => new QuantizedTensor("t", [1, 0], 1, 0));
        Refused("2147483647", () => new QuantizedTensor("t", [1, 65536, 65536], 1, 0));
        Refused("5 dimensions", () => new QuantizedTensor("t", [1, 1, 1, 1, 1], 1, 0));
        Refused("batch 2", () => new QuantizedTensor("t", [2, 1], 1, 0));
    }

    [Fact]
    public void Weights_need_lengths_that_agree_and_symmetric_values()
    {
        Refused("hold 3 values; expected 4", () => new QuantizedWeights([1, 2, 3], [2, 2], [1], [0, 0]));
        Refused("Weight 1 is -128", () => new QuantizedWeights([1, -128], [1, 2], [1], [0]));
        Refused("3 weight scales for 2", () => new QuantizedWeights([1, 2], [2, 1], [1, 1, 1], [0, 0]));
        Refused("Weight scale 1 is 0", () => new QuantizedWeights([1, 2], [2, 1], [1, 0], [0, 0]));
        Refused("no biases", () => new QuantizedWeights([1, 2], [2, 1], [1], []));
    }

    [Theory]
    [InlineData(0.25, (1L << 30) - 1)]
    [InlineData(0.5, (1L << 30) - 1)]
    [InlineData(1.0, (1L << 29) - 1)]
    [InlineData(255.0, (1L << 22) - 1)]
    public void A_factor_that_shifts_left_leaves_an_accumulator_fewer_bits(double factor, long limit) =>
        Assert.Equal(limit, Requantization.AccumulatorLimit(factor));

    [Fact]
    public void An_accumulator_that_could_overflow_is_refused()
    {
        var output = new QuantizedTensor("output", [1, 1], 1, 0);
        var wide = new QuantizedTensor("wide", [1, 150_000], 0.5f, 127);
        var values = new sbyte[150_000];
        Array.Fill(values, (sbyte)127);
        Refused("accumulator of 4857750000", () => new FullyConnected(
            wide, output, new QuantizedWeights(values, [1, 150_000], [0.01f], [0]), FusedActivation.None));
        var pair = new QuantizedTensor("pair", [1, 2], 0.5f, 0);
        Refused("bias 2147483647", () => new FullyConnected(
            pair, output, new QuantizedWeights([1, 1], [1, 2], [0.01f], [int.MaxValue]), FusedActivation.None));
    }

    [Fact]
    public void A_rescaling_that_runtimes_cannot_compute_is_refused()
    {
        var output = new QuantizedTensor("output", [1, 1], 1e-6f, 0);
        var pair = new QuantizedTensor("pair", [1, 2], 1, 0);
        Refused("expected 2^-32 to 256", () => new FullyConnected(
            pair, output, new QuantizedWeights([1, 1], [1, 2], [1], [0]), FusedActivation.None));
    }

    [Fact]
    public void A_convolution_needs_shapes_that_agree()
    {
        QuantizedWeights weights = SmallGraphs.Weights(new Random(1), [3, 3, 3, 2], 3);
        Refused("3 output channels; expected a multiple of the 2 input channels", () => new DepthwiseConv2D(
            s_input, Output(1, 4, 4, 3), SmallGraphs.Weights(new Random(1), [1, 3, 3, 3], 3), s_sliding, FusedActivation.None));
        Refused("expected [1, kH, kW, 4]", () => new DepthwiseConv2D(
            s_input, Output(1, 4, 4, 4), SmallGraphs.Weights(new Random(1), [4, 3, 3, 1], 4), s_sliding, FusedActivation.None));
        Refused("4x4", () => new Conv2D(s_input, Output(1, 4, 3, 3), weights, s_sliding, FusedActivation.None));
        Refused("expected [5, kH, kW, 2]", () => new Conv2D(s_input, Output(1, 4, 4, 5), weights, s_sliding,
            FusedActivation.None));
        Refused("does not fit", () => new Conv2D(
            new QuantizedTensor("small", [1, 2, 2, 2], 0.5f, 0), Output(1, 1, 1, 3), weights, new Sliding(1, Padding.Valid),
            FusedActivation.None));
        Refused("expected [1, H, W, C]", () => new Conv2D(s_input, Output(1, 48), weights, s_sliding, FusedActivation.None));
        Refused("strides and dilations", () => new Conv2D(
            s_input, Output(1, 4, 4, 3), weights, new Sliding(0, Padding.Same), FusedActivation.None));
        Refused("one for each of 3", () => new Conv2D(
            s_input, Output(1, 4, 4, 3), SmallGraphs.Weights(new Random(1), [3, 3, 3, 2], 3, perChannel: false), s_sliding,
            FusedActivation.None));
    }

    [Fact]
    public void Operators_that_copy_bytes_need_equal_quantisation()
    {
        Refused("equal scale", () => new MaxPool2D(s_input, Output(1, 4, 4, 2), 2, 2, s_sliding));
        Refused("equal scale", () => new Reshape(s_input, Output(1, 32)));
        Refused("equal scale", () => new Pad(s_input, Output(1, 5, 4, 2), [0, 1, 0, 0], [0, 0, 0, 0]));
        Refused("1/256", () => new Softmax(s_input, Output(1, 4, 4, 2)));
    }

    [Fact]
    public void Operators_must_stand_in_execution_order()
    {
        QuantizedTensor a = Like("a"), b = Like("b");
        var first = new MaxPool2D(s_input, a, 1, 1, s_sliding);
        var second = new MaxPool2D(a, b, 1, 1, s_sliding);
        Assert.Equal(2, new QuantizedGraph("good", [], s_input, [first, second], b).Operators.Length);
        Refused("which no operator before it makes", () => new QuantizedGraph("bad", [], s_input, [second, first], b));
        Refused("a second time", () => new QuantizedGraph("bad", [], s_input, [first, first], a));
        Refused("made by no operator", () => new QuantizedGraph("bad", [], s_input, [first], b));
        Refused("named 'a'", () => new QuantizedGraph("bad", [], s_input, [first, new MaxPool2D(a, Like("a"), 1, 1, s_sliding)],
            a));
    }

    [Fact]
    public void Labels_must_be_lines_one_a_class()
    {
        QuantizedGraph plain = SmallGraphs.Of("FULLY_CONNECTED", seed: 1);
        Refused("2 labels", () => new QuantizedGraph("bad", ["a", "b"], plain.Input, plain.Operators, plain.Output));
        string[] labels = [.. Enumerable.Range(0, 10).Select(i => i == 4 ? "two\nlines" : $"class {i}")];
        Refused("Label 4", () => new QuantizedGraph("bad", labels, plain.Input, plain.Operators, plain.Output));
    }

    private static QuantizedTensor Output(params int[] shape) => new("output", shape, 0.1f, 3);

    private static QuantizedTensor Like(string name) => new(name, s_input.Shape.AsSpan(), s_input.Scale, s_input.ZeroPoint);

    private static void Refused(string expected, Func<object> construct) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => { construct(); }).Message, StringComparison.Ordinal);
}
