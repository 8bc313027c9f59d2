using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>QUANTIZE behind a RESHAPE or TRANSPOSE of floats goes before it; DEQUANTIZE before one goes behind it. So the floats
/// gather at the model's ends, where they fall away.</summary>
internal sealed class QuantizeFirst : Rewrite
{
    public override string Name => "floats moved to the model's ends";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (op.Code == BuiltinOperator.QUANTIZE && op.Input.Type == TensorType.FLOAT32
            && Mover(graph, op.Input) is EditableOperator move)
        {
            EditableTensor early = op.Output.Like("/early", move.Input.Shape);
            return new Replacement(
                [move, op],
                [EditableOperator.Make(op.Code, op.Options, early, move.Input), Moved(move, early, op.Output)],
                op.Output, op.Output);
        }

        if (op.Code is BuiltinOperator.RESHAPE or BuiltinOperator.TRANSPOSE && op.Output.Type == TensorType.FLOAT32
            && OnlyWriter(graph, op.Input, BuiltinOperator.DEQUANTIZE) is EditableOperator dequantize
            && !dequantize.Input.IsConstant)
        {
            EditableTensor late = dequantize.Input.Like("/late", op.Output.Shape);
            return new Replacement(
                [dequantize, op],
                [Moved(op, dequantize.Input, late), EditableOperator.Make(dequantize.Code, dequantize.Options, op.Output, late)],
                op.Output, op.Output);
        }

        return null;
    }

    private static EditableOperator? Mover(EditableGraph graph, EditableTensor tensor) =>
        OnlyWriter(graph, tensor, BuiltinOperator.RESHAPE) ?? OnlyWriter(graph, tensor, BuiltinOperator.TRANSPOSE);

    private static EditableOperator Moved(EditableOperator move, EditableTensor from, EditableTensor to) =>
        move.Code == BuiltinOperator.RESHAPE
        ? EditableOperator.Reshape(from, to)
        : EditableOperator.Make(move.Code, move.Options, to, [from, .. move.Inputs.Skip(1)]);
}
