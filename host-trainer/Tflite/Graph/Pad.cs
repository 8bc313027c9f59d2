using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>Surrounds a tensor with elements of real value 0, which are bytes of the zero point.</summary>
public sealed class Pad : QuantizedOperator
{
    /// <param name="input">int8 [1, H, W, C].</param>
    /// <param name="output">int8, each dimension grown by before + after; quantised as the input.</param>
    /// <param name="before">Elements put in front of each of the four dimensions, 0 or more.</param>
    /// <param name="after">Elements put behind each of the four dimensions, 0 or more.</param>
    /// <exception cref="ArgumentException">Shapes or quantisation disagree.</exception>
    public Pad(QuantizedTensor input, QuantizedTensor output, ReadOnlySpan<int> before, ReadOnlySpan<int> after)
        : base([input], output)
    {
        RequireRank4();
        RequireSharedQuantization();
        if (before.Length != 4 || after.Length != 4)
            throw Wrong($"{before.Length} paddings before and {after.Length} after; expected four each.");
        for (int axis = 0; axis < 4; axis++)
        {
            if (before[axis] < 0 || after[axis] < 0)
                throw Wrong($"axis {axis} is padded by {before[axis]} and {after[axis]}; expected 0 or more.");
            long expected = (long)input.Shape[axis] + before[axis] + after[axis];
            if (output.Shape[axis] != expected)
                throw Wrong($"the output has shape {Shapes.Text(output.Shape)}; expected {expected} in axis {axis}.");
        }

        Before = [.. before];
        After = [.. after];
    }

    public override string Kind => "PAD";

    public ImmutableArray<int> Before { get; }

    public ImmutableArray<int> After { get; }
}
