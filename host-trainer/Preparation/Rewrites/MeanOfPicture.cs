using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>MEAN over height, width or both. Of an odd number of elements, on an unchanged grid, it is an AVERAGE_POOL_2D; among
/// an even number a half may occur, which runtimes round another way for a pool. Means of a picture that was turned to NCHW
/// before are taken where the picture stood.</summary>
internal sealed class MeanOfPicture : Rewrite
{
    private static readonly int[] s_unturned = [0, 1, 2, 3];

    public override string Name => "MEAN over height and width as AVERAGE_POOL_2D, or where the picture stood";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (op.Code != BuiltinOperator.MEAN || !Interpreter.Knows(op))
            return null;
        // From the last MEAN back to the first, and to the TRANSPOSE before it.
        var chain = new List<EditableOperator> { op };
        while (OnlyWriter(graph, chain[0].Input, BuiltinOperator.MEAN) is EditableOperator before && Interpreter.Knows(before))
            chain.Insert(0, before);
        if (graph.OnlyReader(op.Output) is { Code: BuiltinOperator.MEAN })
            return null;
        int[] order = s_unturned;
        if (OnlyWriter(graph, chain[0].Input, BuiltinOperator.TRANSPOSE) is EditableOperator turn
            && turn.At(1)?.Integers() is { Length: 4 } turned)
        {
            chain.Insert(0, turn);
            order = turned;
        }

        EditableTensor picture = chain[0].Input;
        if (picture.Shape.Length != 4 || picture.Shape[0] != 1)
            return null;
        var left = order.ToList();
        var pools = new List<EditableOperator>();
        EditableTensor at = picture;
        foreach (EditableOperator mean in chain.Where(o => o.Code == BuiltinOperator.MEAN))
        {
            if (mean.At(1)?.Integers() is not int[] axes)
                return null;
            int[] reduced = [.. axes.Select(a => left[a < 0 ? a + left.Count : a])];
            if (reduced.Any(a => a is not (1 or 2)) || mean.Options.KeepDimensions == true && mean != op)
                return null;
            left.RemoveAll(reduced.Contains);
            int height = reduced.Contains(1) ? at.Shape[1] : 1, width = reduced.Contains(2) ? at.Shape[2] : 1;
            EditableTensor pooled = mean.Output.Like("/pool", 1, at.Shape[1] / height, at.Shape[2] / width, at.Shape[3]);
            bool noHalves = height * width % 2 == 1 && at.SharesQuantization(pooled);
            pools.Add(noHalves
                ? EditableOperator.Make(BuiltinOperator.AVERAGE_POOL_2D, Window.Whole(height, width), pooled, at)
                : Mean(at, pooled, reduced));
            at = pooled;
        }

        // MEANs that stay where they stood are no progress.
        if (chain[0].Code == BuiltinOperator.MEAN && pools.All(pool => pool.Code == BuiltinOperator.MEAN))
            return null;
        // What is left of the picture lies in the same order, whichever way it was turned.
        if (at.Shape[1] != 1 || at.Shape[2] != 1)
            return null;
        return new Replacement(chain, [.. pools, EditableOperator.Reshape(at, op.Output)], op.Output, op.Output);
    }

    private static EditableOperator Mean(EditableTensor input, EditableTensor output, int[] axes) => EditableOperator.Make(
        BuiltinOperator.MEAN, new OperatorOptions { KeepDimensions = true }, output, input,
        EditableTensor.Of(output.Name + "/axes", [axes.Length], axes));
}
