using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>Operators that change nothing: a RESHAPE to the same shape, a QUANTIZE to the same grid, a PAD by nothing, a
/// STRIDED_SLICE of everything, a clamp at the end of the grid.</summary>
internal sealed class DropCopies : Rewrite
{
    public override string Name => "operators that change nothing left out";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        bool copies = op.Code switch
        {
            BuiltinOperator.RESHAPE or BuiltinOperator.STRIDED_SLICE or BuiltinOperator.CONCATENATION =>
                op.Activations.Count() == 1,
            BuiltinOperator.QUANTIZE => op.Input.SharesQuantization(op.Output),
            BuiltinOperator.MINIMUM => Bounds(op) is { Length: > 0 } bounds && bounds.Min() == sbyte.MaxValue,
            BuiltinOperator.MAXIMUM => Bounds(op) is { Length: > 0 } bounds && bounds.Max() == sbyte.MinValue,
            BuiltinOperator.PAD => op.At(1)?.Integers() is int[] pairs && pairs.All(p => p == 0),
            _ => false,
        };
        // The graph's ends stay two tensors.
        return copies && op.Input.Shape.AsSpan().SequenceEqual(op.Output.Shape) && op.Input.SharesQuantization(op.Output)
            && !(op.Input == graph.Input && op.Output == graph.Output)
            ? new Replacement([op], [], op.Output, op.Input)
            : null;
    }

    // The constant that a clamp compares with, on the grid of what it clamps.
    private static int[]? Bounds(EditableOperator op) => op.At(1) is { IsConstant: true } bound && op.Activations.Count() == 1
        && op.Input.SharesQuantization(bound) ? Values.Constant(bound).Integers : null;
}
