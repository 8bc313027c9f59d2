namespace TinyClassify.Tflite;

/// <summary>Convolution, [1, H, W, inC] to [1, H', W', outC], per-channel weights [outC, kH, kW, inC].</summary>
public sealed class Conv2D : Convolution
{
    /// <exception cref="ArgumentException">Shapes disagree, or an accumulator could overflow int32.</exception>
    public Conv2D(
        QuantizedTensor input, QuantizedTensor output, QuantizedWeights weights, Sliding sliding, FusedActivation activation)
        : base(input, output, weights, sliding, activation, depthwise: false)
    {
    }

    public override string Kind => "CONV_2D";
}
