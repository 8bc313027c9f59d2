namespace TinyClassify.Tflite;

/// <summary>Probabilities over the last axis; the output is quantised with scale 1/256 and zero point -128, as the format
/// fixes.</summary>
public sealed class Softmax : QuantizedOperator
{
    /// <summary>Scale of every int8 softmax output.</summary>
    public const float OutputScale = 1f / 256;

    /// <summary>Zero point of every int8 softmax output.</summary>
    public const int OutputZeroPoint = -128;

    // The sum of exponentials has 12 integer bits on microcontrollers, and each may be 1.
    private const int MostClasses = 4095;

    // Beyond these, the fixed-point exponent of runtimes saturates or loses all bits.
    private const double SmallestInputStep = 1.0 / (1 << 26);
    private const double LargestInputStep = 16;

    /// <param name="input">Logits, int8; beta times scale lies in (2^-26, 16).</param>
    /// <param name="output">Same shape, scale 1/256, zero point -128.</param>
    /// <param name="beta">Factor on the logits, positive.</param>
    /// <exception cref="ArgumentException">Shape or quantisation is not as stated.</exception>
    public Softmax(QuantizedTensor input, QuantizedTensor output, float beta = 1)
        : base([input], output)
    {
        if (!Shapes.Equal(input.Shape, output.Shape.AsSpan()))
            throw Wrong($"{Shapes.Text(input.Shape)} becomes {Shapes.Text(output.Shape)}; expected the same shape.");
        if (input.Shape[^1] > MostClasses)
            throw Wrong($"there are {input.Shape[^1]} classes; expected at most {MostClasses}.");
        if (output.Scale != OutputScale || output.ZeroPoint != OutputZeroPoint)
            throw Wrong($"the output is {output}; expected scale 1/256 and zero point {OutputZeroPoint}.");
        if (!float.IsFinite(beta) || beta <= 0)
            throw Wrong($"beta is {beta}; expected a positive, finite number.");
        double step = (double)beta * input.Scale;
        if (step is <= SmallestInputStep or >= LargestInputStep)
            throw Wrong($"beta {beta:R} times the input's scale {input.Scale:R} is {step:G6}; expected more than 2^-26 and "
                + "less than 16.");
        Beta = beta;
    }

    public override string Kind => "SOFTMAX";

    public float Beta { get; }
}
