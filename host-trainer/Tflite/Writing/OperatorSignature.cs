using System.Collections.Immutable;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>How an operator stands in the file's list of codes.</summary>
internal sealed record OperatorSignature(BuiltinOperator Builtin, int Version)
{
    /// <summary>What a <see cref="QuantizedGraph"/> has a place for.</summary>
    public static ImmutableArray<BuiltinOperator> Supported { get; } =
    [
        BuiltinOperator.ADD, BuiltinOperator.AVERAGE_POOL_2D, BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D,
        BuiltinOperator.FULLY_CONNECTED, BuiltinOperator.MAX_POOL_2D, BuiltinOperator.RESHAPE, BuiltinOperator.SOFTMAX,
        BuiltinOperator.PAD,
    ];

    public static OperatorSignature Of(EditableOperator op) => new(op.Code, op.Version);

    /// <summary>The lowest version that takes int8 activations (and per-channel weights where there are any).</summary>
    public static int LowestInt8Version(BuiltinOperator code) => code switch
    {
        BuiltinOperator.FULLY_CONNECTED => 4,
        BuiltinOperator.CONV_2D or BuiltinOperator.DEPTHWISE_CONV_2D => 3,
        BuiltinOperator.RESHAPE or BuiltinOperator.HARD_SWISH or BuiltinOperator.EXPAND_DIMS or BuiltinOperator.SHAPE => 1,
        _ => 2,
    };
}
