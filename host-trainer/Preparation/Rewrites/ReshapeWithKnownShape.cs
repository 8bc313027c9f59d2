using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>SQUEEZE, EXPAND_DIMS, a TRANSPOSE that only moves dimensions of 1, and a RESHAPE with -1 or a computed shape, as a
/// RESHAPE that states its output's shape.</summary>
internal sealed class ReshapeWithKnownShape : Rewrite
{
    public override string Name => "SQUEEZE, EXPAND_DIMS and the like as RESHAPE";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        bool isReshape = op.Code switch
        {
            BuiltinOperator.SQUEEZE or BuiltinOperator.EXPAND_DIMS => true,
            BuiltinOperator.TRANSPOSE => op.At(1)?.Integers() is int[] order && MovesOnlyOnes(op.Input.Shape, order),
            BuiltinOperator.RESHAPE => op.At(1) is not { IsConstant: true, Type: TensorType.INT32 } shape
                || !shape.Integers().AsSpan().SequenceEqual(op.Output.Shape),
            _ => false,
        };
        return isReshape ? Instead(op, EditableOperator.Reshape(op.Input, op.Output)) : null;
    }

    private static bool MovesOnlyOnes(int[] shape, int[] order) =>
        order.Where(axis => shape[axis] != 1).SequenceEqual(order.Where(axis => shape[axis] != 1).Order());
}
