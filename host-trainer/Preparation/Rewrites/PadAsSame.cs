using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>PAD before a convolution without padding, where the format's SAME pads by as much on each side.</summary>
internal sealed class PadAsSame : Rewrite
{
    public override string Name => "PAD into the convolution's padding";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (PadBefore(graph, op) is not EditableOperator pad)
            return null;
        (int[] pairs, int[] kernel) = (pad.At(1)!.Integers()!, op.At(1)!.Shape);
        if (!Fits(op, pad, pairs, kernel, axis: 1) || !Fits(op, pad, pairs, kernel, axis: 2))
            return null;
        EditableOperator same = EditableOperator.Make(
            op.Code, op.Options with { Padding = (int)TinyClassify.Tflite.Padding.Same }, op.Output,
            [pad.Input, .. op.Inputs.Skip(1)]);
        return new Replacement([pad, op], [same], op.Output, op.Output);
    }

    /// <summary>The PAD of height and width that a convolution without padding of its own alone reads; null where there is
    /// none.</summary>
    public static EditableOperator? PadBefore(EditableGraph graph, EditableOperator op) =>
        op.Code is BuiltinOperator.CONV_2D or BuiltinOperator.DEPTHWISE_CONV_2D
        && op.Options.Padding == (int)TinyClassify.Tflite.Padding.Valid
        && op.At(1) is { Shape.Length: 4 } && OnlyWriter(graph, op.Input, BuiltinOperator.PAD) is EditableOperator pad
        && pad.At(1)?.Integers() is [0, 0, >= 0, >= 0, >= 0, >= 0, 0, 0] && pad.Input.SharesQuantization(op.Input) ? pad : null;

    private static bool Fits(EditableOperator op, EditableOperator pad, int[] pairs, int[] kernel, int axis)
    {
        int input = pad.Input.Shape[axis], output = op.Output.Shape[axis];
        int stride = (axis == 1 ? op.Options.StrideHeight : op.Options.StrideWidth) ?? 1;
        int dilation = (axis == 1 ? op.Options.DilationHeight : op.Options.DilationWidth) ?? 1;
        // Behind, more may be padded than the last window reads.
        return output == (input + stride - 1) / stride
            && pairs[2 * axis] == Window.SameBefore(input, output, kernel[axis], stride, dilation)
            && pairs[2 * axis] + pairs[(2 * axis) + 1] >= Window.SameTotal(input, output, kernel[axis], stride, dilation);
    }
}
