using System.Collections.Immutable;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>How an operator stands in the file: its number, the version that int8 wants, and the kind of its options.</summary>
internal sealed record OperatorSignature(BuiltinOperator Builtin, int Version, BuiltinOptions Options)
{
    /// <summary>What a <see cref="QuantizedGraph"/> has a place for, and the engine a kernel.</summary>
    public static ImmutableArray<BuiltinOperator> Supported { get; } =
    [
        BuiltinOperator.ADD, BuiltinOperator.AVERAGE_POOL_2D, BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D,
        BuiltinOperator.FULLY_CONNECTED, BuiltinOperator.MAX_POOL_2D, BuiltinOperator.RESHAPE, BuiltinOperator.SOFTMAX,
        BuiltinOperator.PAD,
    ];

    /// <summary>Versions are the lowest that take int8 activations (and per-channel weights where there are any).</summary>
    public static OperatorSignature Of(QuantizedOperator op) => op switch
    {
        Conv2D => new(BuiltinOperator.CONV_2D, 3, BuiltinOptions.Conv2DOptions),
        DepthwiseConv2D => new(BuiltinOperator.DEPTHWISE_CONV_2D, 3, BuiltinOptions.DepthwiseConv2DOptions),
        FullyConnected => new(BuiltinOperator.FULLY_CONNECTED, 4, BuiltinOptions.FullyConnectedOptions),
        Add => new(BuiltinOperator.ADD, 2, BuiltinOptions.AddOptions),
        AveragePool2D => new(BuiltinOperator.AVERAGE_POOL_2D, 2, BuiltinOptions.Pool2DOptions),
        MaxPool2D => new(BuiltinOperator.MAX_POOL_2D, 2, BuiltinOptions.Pool2DOptions),
        Softmax => new(BuiltinOperator.SOFTMAX, 2, BuiltinOptions.SoftmaxOptions),
        Pad => new(BuiltinOperator.PAD, 2, BuiltinOptions.PadOptions),
        Reshape => new(BuiltinOperator.RESHAPE, 1, BuiltinOptions.ReshapeOptions),
        _ => throw new ArgumentException($"Operator {op.GetType().Name} has no place in the file format."),
    };
}
