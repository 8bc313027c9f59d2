namespace TinyClassify.Tflite;

/// <summary>A window with weights for each output channel, [1, H, W, inC] to [1, H', W', outC].</summary>
public abstract class Convolution : QuantizedOperator
{
    /// <param name="input">int8 [1, H, W, inC].</param>
    /// <param name="output">int8 [1, H', W', outC].</param>
    /// <param name="weights">[outC, kH, kW, inC], depthwise [1, kH, kW, outC]; one scale an output channel.</param>
    /// <param name="sliding">Stride, padding and dilation.</param>
    /// <param name="activation">Clamp of the output.</param>
    /// <param name="depthwise">Which of the two shapes the weights have.</param>
    /// <exception cref="ArgumentException">Shapes disagree, or an accumulator could overflow int32.</exception>
    private protected Convolution(
        QuantizedTensor input, QuantizedTensor output, QuantizedWeights weights, Sliding sliding, FusedActivation activation,
        bool depthwise)
        : base([input], output)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(sliding);
        RequireRank4();
        RequireActivation(activation);
        int channels = output.Shape[3];
        (int first, int last) = depthwise ? (1, channels) : (channels, input.Shape[3]);
        if (weights.Shape.Length != 4 || weights.Shape[0] != first || weights.Shape[3] != last)
            throw Wrong($"weights have shape {Shapes.Text(weights.Shape)}; expected [{first}, kH, kW, {last}].");
        if (weights.ChannelCount != channels)
            throw Wrong($"there are {weights.ChannelCount} biases; expected {channels}.");
        if (weights.Scales.Length != channels)
            throw Wrong($"there are {weights.Scales.Length} weight scales; expected one for each of {channels} channels.");
        sliding.CheckOutput(Kind, input, output, weights.Shape[1], weights.Shape[2]);
        weights.CheckArithmetic(input, output, channelIsLast: depthwise);
        Weights = weights;
        Sliding = sliding;
        Activation = activation;
    }

    public QuantizedWeights Weights { get; }

    public Sliding Sliding { get; }

    public FusedActivation Activation { get; }

    public override long Macs => (long)Output.ElementCount * (Weights.Values.Length / Weights.ChannelCount);
}
