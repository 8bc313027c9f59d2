namespace TinyClassify.Tflite;

/// <summary>Element by element sum of two tensors of one shape, each with its own quantisation.</summary>
public sealed class Add : QuantizedOperator
{
    // Each input is brought to twice the larger scale, shifted left by 20 bits, and rescaled to the output.
    private const int LeftShift = 20;

    /// <exception cref="ArgumentException">Shapes differ, or scales lie so far apart that the sum cannot be rescaled.</exception>
    public Add(QuantizedTensor left, QuantizedTensor right, QuantizedTensor output, FusedActivation activation)
        : base([left, right], output)
    {
        RequireActivation(activation);
        if (!Shapes.Equal(left.Shape, right.Shape.AsSpan()) || !Shapes.Equal(left.Shape, output.Shape.AsSpan()))
        {
            throw Wrong($"shapes are {Shapes.Text(left.Shape)}, {Shapes.Text(right.Shape)} and {Shapes.Text(output.Shape)}; " +
                        "expected three equal ones.");
        }

        double twiceLarger = 2.0 * Math.Max(left.Scale, right.Scale);
        if (twiceLarger / ((1 << LeftShift) * (double)output.Scale) >= 1)
        {
            throw Wrong($"scales {left.Scale:R} and {right.Scale:R} against the output's {output.Scale:R}; " +
                        $"expected an output scale above {twiceLarger / (1 << LeftShift):G6}.");
        }

        Activation = activation;
    }

    public override string Kind => "ADD";

    public FusedActivation Activation { get; }
}
