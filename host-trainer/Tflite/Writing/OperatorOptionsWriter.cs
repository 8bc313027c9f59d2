using Google.FlatBuffers;

namespace TinyClassify.Tflite;

/// <summary>Writes an operator's options table.</summary>
internal static class OperatorOptionsWriter
{
    /// <returns>Offset of the table, of the kind that <see cref="OperatorSignature"/> names.</returns>
    public static int Write(FlatBufferBuilder flat, QuantizedOperator op) => op switch
    {
        Conv2D conv => Format.Conv2DOptions.CreateConv2DOptions(
            flat, Padding(conv.Sliding), conv.Sliding.StrideWidth, conv.Sliding.StrideHeight, Clamp(conv.Activation),
            conv.Sliding.DilationWidth, conv.Sliding.DilationHeight).Value,
        DepthwiseConv2D conv => Format.DepthwiseConv2DOptions.CreateDepthwiseConv2DOptions(
            flat, Padding(conv.Sliding), conv.Sliding.StrideWidth, conv.Sliding.StrideHeight, conv.DepthMultiplier,
            Clamp(conv.Activation), conv.Sliding.DilationWidth, conv.Sliding.DilationHeight).Value,
        PoolingOperator pool => Format.Pool2DOptions.CreatePool2DOptions(
            flat, Padding(pool.Sliding), pool.Sliding.StrideWidth, pool.Sliding.StrideHeight, pool.KernelWidth, pool.KernelHeight,
            Clamp(pool.Activation)).Value,
        FullyConnected dense => Format.FullyConnectedOptions.CreateFullyConnectedOptions(flat, Clamp(dense.Activation)).Value,
        Add add => Format.AddOptions.CreateAddOptions(flat, Clamp(add.Activation)).Value,
        Softmax softmax => Format.SoftmaxOptions.CreateSoftmaxOptions(flat, softmax.Beta).Value,
        Reshape reshape => Format.ReshapeOptions.CreateReshapeOptions(
            flat, Format.ReshapeOptions.CreateNewShapeVector(flat, [.. reshape.Output.Shape])).Value,
        Pad => PadOptions(flat),
        _ => throw new ArgumentException($"Operator {op.GetType().Name} has no options in the file format."),
    };

    private static int PadOptions(FlatBufferBuilder flat)
    {
        Format.PadOptions.StartPadOptions(flat);
        return Format.PadOptions.EndPadOptions(flat).Value;
    }

    private static Format.Padding Padding(Sliding sliding) => (Format.Padding)sliding.Padding;

    private static Format.ActivationFunctionType Clamp(FusedActivation activation) => (Format.ActivationFunctionType)activation;
}
