using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>A RESHAPE of a RESHAPE.</summary>
internal sealed class MergeReshapes : Rewrite
{
    public override string Name => "RESHAPE after RESHAPE as one";

    public override Replacement? At(EditableGraph graph, EditableOperator op) =>
        op.Code == BuiltinOperator.RESHAPE && OnlyWriter(graph, op.Input, BuiltinOperator.RESHAPE) is EditableOperator first
            ? new Replacement([first, op], [EditableOperator.Reshape(first.Input, op.Output)], op.Output, op.Output)
            : null;
}
