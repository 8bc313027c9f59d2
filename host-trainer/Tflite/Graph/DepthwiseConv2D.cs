namespace TinyClassify.Tflite;

/// <summary>One filter a channel, [1, H, W, inC] to [1, H', W', inC * multiplier], per-channel weights [1, kH, kW, outC].
/// Output channel c reads input channel c / multiplier.</summary>
public sealed class DepthwiseConv2D : Convolution
{
    /// <exception cref="ArgumentException">Shapes disagree, or an accumulator could overflow int32.</exception>
    public DepthwiseConv2D(
        QuantizedTensor input, QuantizedTensor output, QuantizedWeights weights, Sliding sliding, FusedActivation activation)
        : base(input, output, weights, sliding, activation, depthwise: true)
    {
        if (output.Shape[3] % input.Shape[3] != 0)
            throw Wrong($"{output.Shape[3]} output channels; expected a multiple of the {input.Shape[3]} input channels.");
    }

    public override string Kind => "DEPTHWISE_CONV_2D";

    /// <summary>Output channels an input channel.</summary>
    public int DepthMultiplier => Output.Shape[3] / Inputs[0].Shape[3];
}
