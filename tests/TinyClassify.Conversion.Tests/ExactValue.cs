namespace TinyClassify.Conversion.Tests;

/// <summary>What an output element of an operator with weights is before rounding, in double arithmetic (integers exactly).</summary>
internal static class ExactValue
{
    /// <summary>Real value in output steps, without the zero point and the clamp; null for an operator without weights.</summary>
    /// <param name="op">CONV_2D, DEPTHWISE_CONV_2D or FULLY_CONNECTED.</param>
    /// <param name="input">Bytes of the operator's input.</param>
    /// <param name="element">Index into the output, NHWC.</param>
    public static double? Of(QuantizedOperator op, ReadOnlySpan<sbyte> input, int element)
    {
        switch (op)
        {
            case Conv2D conv:
                return Rescaled(op, conv.Weights, element % conv.Output.Shape[3],
                    Window(op, conv.Weights, conv.Sliding, input, element, 0, conv.Inputs[0].Shape[3]));
            case DepthwiseConv2D conv:
                return Rescaled(op, conv.Weights, element % conv.Output.Shape[3],
                    Window(op, conv.Weights, conv.Sliding, input, element, element % conv.Output.Shape[3] / conv.DepthMultiplier, 1));
            case FullyConnected dense:
                long sum = 0;
                for (int i = 0; i < input.Length; i++)
                    sum += (input[i] - op.Inputs[0].ZeroPoint) * dense.Weights.Values[(element * input.Length) + i];
                return Rescaled(op, dense.Weights, element, sum);
            default:
                return null;
        }
    }

    private static double Rescaled(QuantizedOperator op, QuantizedWeights weights, int channel, long sum) =>
        (sum + weights.Bias[channel]) * ((double)op.Inputs[0].Scale * weights.Scale(channel)) / op.Output.Scale;

    private static long Window(
        QuantizedOperator op, QuantizedWeights weights, Sliding sliding, ReadOnlySpan<sbyte> input, int element, int firstChannel,
        int channels)
    {
        QuantizedTensor from = op.Inputs[0], to = op.Output;
        int outChannel = element % to.Shape[3], column = element / to.Shape[3] % to.Shape[2], row = element / to.Shape[3] / to.Shape[2];
        int kernelHeight = weights.Shape[1], kernelWidth = weights.Shape[2];
        int top = Before(from.Shape[1], to.Shape[1], sliding.StrideHeight, ((kernelHeight - 1) * sliding.DilationHeight) + 1);
        int left = Before(from.Shape[2], to.Shape[2], sliding.StrideWidth, ((kernelWidth - 1) * sliding.DilationWidth) + 1);
        bool depthwise = op is DepthwiseConv2D;
        long sum = 0;
        for (int y = 0; y < kernelHeight; y++)
        {
            for (int x = 0; x < kernelWidth; x++)
            {
                int inRow = (row * sliding.StrideHeight) - top + (y * sliding.DilationHeight);
                int inColumn = (column * sliding.StrideWidth) - left + (x * sliding.DilationWidth);
                if (inRow < 0 || inRow >= from.Shape[1] || inColumn < 0 || inColumn >= from.Shape[2])
                    continue;
                for (int c = 0; c < channels; c++)
                {
                    int value = input[(((inRow * from.Shape[2]) + inColumn) * from.Shape[3]) + firstChannel + c] - from.ZeroPoint;
                    int weight = depthwise
                        ? (((y * kernelWidth) + x) * to.Shape[3]) + outChannel
                        : (((((outChannel * kernelHeight) + y) * kernelWidth) + x) * channels) + c;
                    sum += value * weights.Values[weight];
                }
            }
        }

        return sum;
    }

    private static int Before(int input, int output, int stride, int span) => Math.Max(0, ((output - 1) * stride) + span - input) / 2;
}
