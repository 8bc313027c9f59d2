using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>SHAPE of a tensor whose shape is known, and what is computed from it: the batch size that a flatten asks
/// for.</summary>
internal sealed class FoldConstants : Rewrite
{
    public override string Name => "shapes computed beforehand";

    public override bool IsEvident => true;

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        bool ready = op.Code == BuiltinOperator.SHAPE
            || (op.Inputs.Count > 0 && op.Inputs.All(t => t is null or { IsConstant: true }));
        if (!ready || !Interpreter.Knows(op) || op.Output.Type is not (TensorType.INT32 or TensorType.INT64)
            || op.Output == graph.Output)
            return null;
        Values[] inputs = op.Code == BuiltinOperator.SHAPE ? [] : [.. op.Inputs.OfType<EditableTensor>().Select(Values.Constant)];
        EditableTensor constant = Interpreter.Compute(op, inputs).ToConstant(op.Output.Name);
        return new Replacement([op], [], op.Output, constant);
    }
}
