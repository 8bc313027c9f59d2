using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>MINIMUM and MAXIMUM with a constant: a QUANTIZE to a grid that ends at the constant saturates there. Behind it a
/// LOGISTIC reads that grid; for anything else a second QUANTIZE goes back to the first.</summary>
internal sealed class ClampAsShift : Rewrite
{
    public override string Name => "MINIMUM and MAXIMUM as QUANTIZE to a grid that ends there";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (Bound(op) is null || (graph.OnlyReader(op.Output) is EditableOperator next && Bound(next) is not null))
            return null;
        // From the last clamp back to the first.
        var clamps = new List<EditableOperator> { op };
        while (graph.Writer(clamps[0].Input) is EditableOperator before && Bound(before) is not null
            && graph.OnlyReader(before.Output) is not null)
            clamps.Insert(0, before);
        EditableTensor at = clamps[0].Input;
        var by = new List<EditableOperator>();
        foreach (EditableOperator clamp in clamps)
        {
            int end = clamp.Code == BuiltinOperator.MINIMUM ? sbyte.MaxValue : sbyte.MinValue;
            int zeroPoint = at.ZeroPoint + end - (Bound(clamp)!.Value + at.ZeroPoint - clamp.Input.ZeroPoint);
            if (zeroPoint is < sbyte.MinValue or > sbyte.MaxValue)
                return null;
            at = Shift(by, at, clamp.Output, zeroPoint);
        }

        if (graph.OnlyReader(op.Output) is { Code: BuiltinOperator.LOGISTIC } logistic && Interpreter.Knows(logistic))
        {
            by.Add(EditableOperator.Make(logistic.Code, logistic.Options, logistic.Output, at));
            return new Replacement([.. clamps, logistic], by, logistic.Output, logistic.Output);
        }

        EditableTensor back = Shift(by, at, op.Output, op.Output.ZeroPoint);
        return by.Count == 0 ? null : new Replacement(clamps, by, op.Output, back);
    }

    private static EditableTensor Shift(List<EditableOperator> by, EditableTensor from, EditableTensor like, int zeroPoint)
    {
        if (zeroPoint == from.ZeroPoint)
            return from;
        var to = new EditableTensor
        {
            Name = $"{like.Name}/from {zeroPoint}", Shape = like.Shape, Type = like.Type, Quantization =
                new TensorQuantization([like.Scale], [zeroPoint], 0),
        };
        by.Add(EditableOperator.Make(BuiltinOperator.QUANTIZE, OperatorOptions.None, to, from));
        return to;
    }

    // The constant that all elements are compared with, on the grid of what is clamped.
    private static int? Bound(EditableOperator op) => op.Code is BuiltinOperator.MINIMUM or BuiltinOperator.MAXIMUM
        && op.Inputs.Count == 2
        && op.Activations.Count() == 1 && Interpreter.Knows(op) && op.Inputs.Single(t => t!.IsConstant) is EditableTensor bound
        && op.Inputs[0] is { IsConstant: false } && bound.SharesQuantization(op.Output)
        && Values.Constant(bound).Integers.Distinct().ToArray() is [int only] ? only : null;
}
