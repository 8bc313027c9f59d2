namespace TinyClassify.Tflite;

/// <summary>The same bytes under another shape.</summary>
public sealed class Reshape : QuantizedOperator
{
    /// <exception cref="ArgumentException">Element counts or quantisation differ.</exception>
    public Reshape(QuantizedTensor input, QuantizedTensor output)
        : base([input], output)
    {
        RequireSharedQuantization();
        if (input.ElementCount != output.ElementCount)
        {
            throw Wrong($"{Shapes.Text(input.Shape)} holds {input.ElementCount} elements and {Shapes.Text(output.Shape)} " +
                        $"{output.ElementCount}; expected as many.");
        }
    }

    public override string Kind => "RESHAPE";
}
