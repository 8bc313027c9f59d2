namespace TinyClassify.Conversion;

/// <summary>One filter a channel, [1, H, W, inC] to [1, H', W', inC * multiplier], per-channel weights [1, kH, kW, outC].
/// Output channel c reads input channel c / multiplier.</summary>
public sealed class DepthwiseConv2D : QuantizedOperator
{
    /// <exception cref="ArgumentException">Shapes disagree, or an accumulator could overflow int32.</exception>
    public DepthwiseConv2D(
        QuantizedTensor input, QuantizedTensor output, QuantizedWeights weights, Sliding sliding, FusedActivation activation)
        : base([input], output)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(sliding);
        RequireRank4();
        RequireActivation(activation);
        int channels = output.Shape[3];
        if (channels % input.Shape[3] != 0)
            throw Wrong($"{channels} output channels; expected a multiple of the {input.Shape[3]} input channels.");
        if (weights.Shape.Length != 4 || weights.Shape[0] != 1 || weights.Shape[3] != channels)
            throw Wrong($"weights have shape {Shapes.Text(weights.Shape)}; expected [1, kH, kW, {channels}].");
        if (weights.ChannelCount != channels)
            throw Wrong($"there are {weights.ChannelCount} biases; expected {channels}.");
        if (weights.Scales.Length != channels)
            throw Wrong($"there are {weights.Scales.Length} weight scales; expected one for each of {channels} channels.");
        sliding.CheckOutput(Kind, input, output, weights.Shape[1], weights.Shape[2]);
        weights.CheckArithmetic(input, output, channelIsLast: true);
        Weights = weights;
        Sliding = sliding;
        Activation = activation;
    }

    public override string Kind => "DEPTHWISE_CONV_2D";

    public QuantizedWeights Weights { get; }

    public Sliding Sliding { get; }

    public FusedActivation Activation { get; }

    /// <summary>Output channels an input channel.</summary>
    public int DepthMultiplier => Output.Shape[3] / Inputs[0].Shape[3];

    public override long Macs => (long)Output.ElementCount * (Weights.Values.Length / Weights.ChannelCount);
}
