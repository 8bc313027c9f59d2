using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>REDUCE_MAX over height, width or both, or along a sequence: the window of a MAX_POOL_2D.</summary>
internal sealed class GreatestOfPicture : Rewrite
{
    public override string Name => "REDUCE_MAX as MAX_POOL_2D";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (op.Code != BuiltinOperator.REDUCE_MAX || op.At(1)?.Integers() is not int[] axes || !op.Input.IsInt8
            || !op.Input.SharesQuantization(op.Output))
            return null;
        EditableTensor input = op.Input;
        int rank = input.Shape.Length;
        var reduced = axes.Select(a => a < 0 ? a + rank : a).ToHashSet();
        if (rank is not (3 or 4) || input.Shape[0] != 1 || reduced.Any(a => a < 1 || a >= rank - 1))
            return null;
        int[] picture = rank == 4 ? input.Shape : [1, input.Shape[1], 1, input.Shape[2]];
        int height = reduced.Contains(1) ? picture[1] : 1, width = reduced.Contains(2) ? picture[2] : 1;
        EditableTensor from = rank == 4 ? input : input.Like("/picture", picture);
        EditableTensor pooled = op.Output.Like("/pool", 1, picture[1] / height, picture[2] / width, picture[3]);
        EditableOperator pool = EditableOperator.Make(BuiltinOperator.MAX_POOL_2D, Window.Whole(height, width), pooled, from);
        EditableOperator back = EditableOperator.Reshape(pooled, op.Output);
        return Instead(op, rank == 4 ? [pool, back] : [EditableOperator.Reshape(input, from), pool, back]);
    }
}
