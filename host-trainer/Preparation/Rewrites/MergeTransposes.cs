using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>A TRANSPOSE of a TRANSPOSE: one, or none where the second undoes the first.</summary>
internal sealed class MergeTransposes : Rewrite
{
    public override string Name => "TRANSPOSE after TRANSPOSE as one or none";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (op.Code != BuiltinOperator.TRANSPOSE || graph.Writer(op.Input) is not { Code: BuiltinOperator.TRANSPOSE } first
            || first.At(1)?.Integers() is not int[] before || op.At(1)?.Integers() is not int[] after)
            return null;
        int[] both = [.. after.Select(axis => before[axis])];
        EditableOperator[] old = graph.OnlyReader(op.Input) is null ? [op] : [first, op];
        if (both.SequenceEqual(both.Order()))
            return old.Length == 2 && op.Output != graph.Output ? new Replacement(old, [], op.Output, first.Input) : null;
        EditableOperator one = EditableOperator.Make(
            BuiltinOperator.TRANSPOSE, OperatorOptions.None, op.Output, first.Input,
            EditableTensor.Of(op.Output.Name + "/order", [both.Length], both));
        return old.Length == 2 ? new Replacement(old, [one], op.Output, op.Output) : null;
    }
}
