namespace TinyClassify.Tflite;

/// <summary>Matrix times vector: any input with inC elements, to [1, outC]; weights [outC, inC].</summary>
/// <remarks>A single weight scale runs everywhere; per-channel scales only on runtimes that know them for this
/// operator.</remarks>
public sealed class FullyConnected : QuantizedOperator
{
    /// <exception cref="ArgumentException">Shapes disagree, or an accumulator could overflow int32.</exception>
    public FullyConnected(QuantizedTensor input, QuantizedTensor output, QuantizedWeights weights, FusedActivation activation)
        : base([input], output)
    {
        ArgumentNullException.ThrowIfNull(weights);
        RequireActivation(activation);
        if (output.Shape.Length != 2)
            throw Wrong($"the output has shape {Shapes.Text(output.Shape)}; expected [1, outC].");
        if (!Shapes.Equal(weights.Shape, [output.Shape[1], input.ElementCount]))
        {
            throw Wrong($"weights have shape {Shapes.Text(weights.Shape)}; expected [{output.Shape[1]}, {input.ElementCount}].");
        }

        if (weights.ChannelCount != output.Shape[1])
            throw Wrong($"there are {weights.ChannelCount} biases; expected {output.Shape[1]}.");
        weights.CheckArithmetic(input, output, channelIsLast: false);
        Weights = weights;
        Activation = activation;
    }

    public override string Kind => "FULLY_CONNECTED";

    public QuantizedWeights Weights { get; }

    public FusedActivation Activation { get; }

    public override long Macs => Weights.Values.Length;
}
