using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>FULLY_CONNECTED on several rows, each by itself, is a convolution with a window of 1x1.</summary>
internal sealed class FullyConnectedOnRows : Rewrite
{
    public override string Name => "FULLY_CONNECTED on rows as a 1x1 convolution";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        if (op.Code != BuiltinOperator.FULLY_CONNECTED
            || op.At(1) is not { IsConstant: true, Shape.Length: 2, Type: TensorType.INT8 } weights
            || weights.Quantization is not TensorQuantization { Axis: 0 } scales || !op.Input.IsInt8 || !op.Output.IsInt8)
            return null;
        (int channels, int depth) = (weights.Shape[0], weights.Shape[1]);
        int rows = op.Input.ElementCount / depth;
        if (rows <= 1 || rows * depth != op.Input.ElementCount)
            return null;
        // A pixel a row, where the rows are a picture's pixels already.
        int[] picture = op.Input.Shape is [1, var height, var width, var last]
            && last == depth ? [1, height, width] : [1, rows, 1];
        EditableTensor from = op.Input.Like("/pixels", [.. picture, depth]), to =
            op.Output.Like("/pixels", [.. picture, channels]);
        var kernel = new EditableTensor
        {
            Name = weights.Name, Shape = [channels, 1, 1, depth], Type = weights.Type, Data = weights.Data,
            Quantization = PerChannel(scales, channels),
        };
        EditableTensor? bias = op.At(2);
        if (bias?.Quantization is TensorQuantization biasScales)
        {
            bias = new EditableTensor
            {
                Name = bias.Name, Shape = bias.Shape, Type = bias.Type, Data = bias.Data, Quantization =
                    PerChannel(biasScales, channels),
            };
        }

        var options = new OperatorOptions
        {
            Padding = (int)TinyClassify.Tflite.Padding.Valid, StrideHeight = 1, StrideWidth = 1, Activation =
                op.Options.Activation ?? 0,
        };
        bool isPicture = op.Input.Shape.AsSpan().SequenceEqual(from.Shape);
        EditableOperator convolution = EditableOperator.Make(
            BuiltinOperator.CONV_2D, options, to, bias is null ? [isPicture ? op.Input : from, kernel]
            : [isPicture ? op.Input : from, kernel, bias]);
        EditableOperator back = EditableOperator.Reshape(to, op.Output);
        return Instead(op, isPicture ? [convolution, back] : [EditableOperator.Reshape(op.Input, from), convolution, back]);
    }

    // LiteRT asks convolutions for a scale a channel.
    private static TensorQuantization PerChannel(TensorQuantization scales, int channels) =>
        scales.Scales.Length == channels ? scales
        : new TensorQuantization([.. Enumerable.Repeat(scales.Scales[0], channels)], [.. Enumerable.Repeat(0L, channels)], 0);
}
