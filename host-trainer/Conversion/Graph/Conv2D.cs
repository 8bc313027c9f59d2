namespace TinyClassify.Conversion;

/// <summary>Convolution, [1, H, W, inC] to [1, H', W', outC], per-channel weights [outC, kH, kW, inC].</summary>
public sealed class Conv2D : QuantizedOperator
{
    /// <exception cref="ArgumentException">Shapes disagree, or an accumulator could overflow int32.</exception>
    public Conv2D(
        QuantizedTensor input, QuantizedTensor output, QuantizedWeights weights, Sliding sliding, FusedActivation activation)
        : base([input], output)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(sliding);
        RequireRank4();
        RequireActivation(activation);
        if (weights.Shape.Length != 4 || weights.Shape[3] != input.Shape[3] || weights.Shape[0] != output.Shape[3])
        {
            throw Wrong($"weights have shape {Shapes.Text(weights.Shape)}; expected [{output.Shape[3]}, kH, kW, {input.Shape[3]}].");
        }

        if (weights.ChannelCount != output.Shape[3])
            throw Wrong($"there are {weights.ChannelCount} biases; expected {output.Shape[3]}.");
        if (weights.Scales.Length != output.Shape[3])
            throw Wrong($"there are {weights.Scales.Length} weight scales; expected one for each of {output.Shape[3]} channels.");
        sliding.CheckOutput(Kind, input, output, weights.Shape[1], weights.Shape[2]);
        weights.CheckArithmetic(input, output, channelIsLast: false);
        Weights = weights;
        Sliding = sliding;
        Activation = activation;
    }

    public override string Kind => "CONV_2D";

    public QuantizedWeights Weights { get; }

    public Sliding Sliding { get; }

    public FusedActivation Activation { get; }

    public override long Macs => (long)Output.ElementCount * (Weights.Values.Length / Weights.ChannelCount);
}
