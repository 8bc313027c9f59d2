using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>PAD before a convolution without padding, where SAME would pad by another number on each side: PyTorch's one row all
/// round before a stride of two. With rows and columns of zeros at the window's edges SAME pads as the PAD did.</summary>
/// <remarks>A window of 3x3 becomes one of 4x4. The zeros cost flash and instructions, the PAD a copy of the whole picture: where
/// they take more bytes than that, it stays.</remarks>
internal sealed class PadIntoWiderWindow : Rewrite
{
    public override string Name => "PAD into the convolution's padding, with zeros at the window's edges";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (PadAsSame.PadBefore(graph, op) is not EditableOperator pad || (op.Options.DilationHeight ?? 1) != 1
            || (op.Options.DilationWidth ?? 1) != 1
            || op.At(1) is not { IsConstant: true, Type: TensorType.INT8 } weights)
            return null;
        if (Edges(op, pad, weights, axis: 1) is not (int, int) rows || Edges(op, pad, weights, axis: 2) is not (int, int) columns)
            return null;
        EditableTensor wider = Widen(weights, rows, columns);
        if (wider.Data.Length - weights.Data.Length > op.Input.ElementCount)
            return null;
        EditableOperator same = EditableOperator.Make(
            op.Code, op.Options with { Padding = (int)TinyClassify.Tflite.Padding.Same }, op.Output,
            [pad.Input, wider, .. op.Inputs.Skip(2)]);
        return new Replacement([pad, op], [same], op.Output, op.Output);
    }

    // The fewest zeros before and behind the taps with which SAME begins where the PAD does.
    private static (int Before, int Behind)? Edges(EditableOperator op, EditableOperator pad, EditableTensor weights, int axis)
    {
        int input = pad.Input.Shape[axis], output = op.Output.Shape[axis], taps = weights.Shape[axis], padded =
            pad.At(1)!.Integers()![2 * axis];
        int stride = (axis == 1 ? op.Options.StrideHeight : op.Options.StrideWidth) ?? 1;
        if (output != (input + stride - 1) / stride)
            return null;
        for (int zeros = 0; zeros <= taps; zeros++)
        {
            int before = Window.SameBefore(input, output, taps + zeros, stride, dilation: 1) - padded;
            if (before >= 0 && before <= zeros)
                return (before, zeros - before);
        }

        return null;
    }

    // [channels, height, width, depth] or [1, height, width, channels]: all but height and width lies in blocks.
    private static EditableTensor Widen(EditableTensor weights, (int Before, int Behind) rows, (int Before, int Behind) columns)
    {
        (int outer, int height, int width, int inner) = (weights.Shape[0], weights.Shape[1], weights.Shape[2], weights.Shape[3]);
        (int tall, int wide) = (rows.Before + height + rows.Behind, columns.Before + width + columns.Behind);
        var data = new byte[outer * tall * wide * inner];
        for (int i = 0; i < outer * height; i++)
        {
            int row = (i / height * tall) + rows.Before + (i % height);
            weights.Data.Span.Slice(i * width * inner, width * inner)
                .CopyTo(data.AsSpan(((row * wide) + columns.Before) * inner));
        }

        return new EditableTensor
        {
            Name = weights.Name, Shape = [outer, tall, wide, inner], Type = weights.Type, Quantization = weights.Quantization,
            Data = data,
        };
    }
}
