using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>PAD before a convolution without padding, where the format's SAME pads by as much on each side.</summary>
internal sealed class PadAsSame : Rewrite
{
    public override string Name => "PAD into the convolution's padding";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (op.Code is not (BuiltinOperator.CONV_2D or BuiltinOperator.DEPTHWISE_CONV_2D) || op.Options.Padding != (int)TinyClassify.Tflite.Padding.Valid
            || OnlyWriter(graph, op.Input, BuiltinOperator.PAD) is not EditableOperator pad
            || pad.At(1)?.Integers() is not { Length: 8 } pairs || !pad.Input.SharesQuantization(op.Input)
            || op.At(1) is not { Shape.Length: 4 } weights)
            return null;
        if (pairs[0] != 0 || pairs[1] != 0 || pairs[6] != 0 || pairs[7] != 0 || !Fits(op, pad, pairs, weights.Shape, axis: 1) || !Fits(op, pad, pairs, weights.Shape, axis: 2))
            return null;
        EditableOperator same = EditableOperator.Make(
            op.Code, op.Options with { Padding = (int)TinyClassify.Tflite.Padding.Same }, op.Output, [pad.Input, .. op.Inputs.Skip(1)]);
        return new Replacement([pad, op], [same], op.Output, op.Output);
    }

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
