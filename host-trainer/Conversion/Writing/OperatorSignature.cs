namespace TinyClassify.Conversion;

/// <summary>How an operator stands in the file: its number, the version that int8 wants, and its options table.</summary>
internal sealed record OperatorSignature(BuiltinOperator Builtin, int Version, BuiltinOptions Options)
{
    /// <summary>Versions are the lowest that take int8 activations (and per-channel weights where there are any).</summary>
    public static OperatorSignature Of(QuantizedOperator op) => op switch
    {
        Conv2D => new(BuiltinOperator.Conv2D, 3, BuiltinOptions.Conv2D),
        DepthwiseConv2D => new(BuiltinOperator.DepthwiseConv2D, 3, BuiltinOptions.DepthwiseConv2D),
        FullyConnected => new(BuiltinOperator.FullyConnected, 4, BuiltinOptions.FullyConnected),
        Add => new(BuiltinOperator.Add, 2, BuiltinOptions.Add),
        AveragePool2D => new(BuiltinOperator.AveragePool2D, 2, BuiltinOptions.Pool2D),
        MaxPool2D => new(BuiltinOperator.MaxPool2D, 2, BuiltinOptions.Pool2D),
        Softmax => new(BuiltinOperator.Softmax, 2, BuiltinOptions.Softmax),
        Pad => new(BuiltinOperator.Pad, 2, BuiltinOptions.Pad),
        Reshape => new(BuiltinOperator.Reshape, 1, BuiltinOptions.Reshape),
        _ => throw new ArgumentException($"Operator {op.GetType().Name} has no place in the file format."),
    };
}
