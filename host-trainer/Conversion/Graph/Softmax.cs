namespace TinyClassify.Conversion;

/// <summary>Probabilities over the last axis; the output is quantised with scale 1/256 and zero point -128, as the format fixes.</summary>
public sealed class Softmax : QuantizedOperator
{
    /// <summary>Scale of every int8 softmax output.</summary>
    public const float OutputScale = 1f / 256;

    /// <summary>Zero point of every int8 softmax output.</summary>
    public const int OutputZeroPoint = -128;

    /// <param name="input">Logits, int8.</param>
    /// <param name="output">Same shape, scale 1/256, zero point -128.</param>
    /// <param name="beta">Factor on the logits, positive.</param>
    /// <exception cref="ArgumentException">Shape or quantisation is not as stated.</exception>
    public Softmax(QuantizedTensor input, QuantizedTensor output, float beta = 1)
        : base([input], output)
    {
        if (!Shapes.Equal(input.Shape, output.Shape.AsSpan()))
            throw Wrong($"{Shapes.Text(input.Shape)} becomes {Shapes.Text(output.Shape)}; expected the same shape.");
        if (output.Scale != OutputScale || output.ZeroPoint != OutputZeroPoint)
            throw Wrong($"the output is {output}; expected scale 1/256 and zero point {OutputZeroPoint}.");
        if (!float.IsFinite(beta) || beta <= 0)
            throw Wrong($"beta is {beta}; expected a positive, finite number.");
        Beta = beta;
    }

    public override string Kind => "SOFTMAX";

    public float Beta { get; }
}
