using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>A picture turned to NCHW, flattened and multiplied: the weights' columns are put into the picture's own order
/// instead.</summary>
internal sealed class TransposeIntoWeights : Rewrite
{
    public override string Name => "TRANSPOSE before a flatten into the weights";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (op.Code != BuiltinOperator.FULLY_CONNECTED
            || op.At(1) is not { IsConstant: true, Shape: [var channels, var depth], Type: TensorType.INT8 } weights)
            return null;
        var old = new List<EditableOperator> { op };
        EditableTensor flat = op.Input;
        if (OnlyWriter(graph, flat, BuiltinOperator.RESHAPE) is EditableOperator flatten)
        {
            old.Insert(0, flatten);
            flat = flatten.Input;
        }

        if (OnlyWriter(graph, flat, BuiltinOperator.TRANSPOSE) is not EditableOperator turn
            || turn.At(1)?.Integers() is not int[] order
            || turn.Input.ElementCount != depth)
            return null;
        old.Insert(0, turn);
        // Where each column of the weights finds its element in the picture as it stood.
        int[] source = Movement.Transpose(Values.Of(turn.Input.Shape, [.. Enumerable.Range(0, depth)]), order).Integers;
        var turned = new byte[weights.Data.Length];
        for (int row = 0; row < channels; row++)
        {
            for (int column = 0; column < depth; column++)
                turned[(row * depth) + source[column]] = weights.Data.Span[(row * depth) + column];
        }

        var kernel = new EditableTensor
        {
            Name = weights.Name, Shape = weights.Shape, Type = weights.Type, Quantization = weights.Quantization, Data = turned,
        };
        EditableTensor straight = turn.Input.Like("/flat", 1, depth);
        EditableOperator connect = EditableOperator.Make(op.Code, op.Options, op.Output,
            [straight, kernel, .. op.Inputs.Skip(2)]);
        return new Replacement(old, [EditableOperator.Reshape(turn.Input, straight), connect], op.Output, op.Output);
    }
}
