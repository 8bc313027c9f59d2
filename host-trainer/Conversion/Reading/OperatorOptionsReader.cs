namespace TinyClassify.Conversion;

/// <summary>Reads the options tables that are known here.</summary>
internal static class OperatorOptionsReader
{
    public static OperatorOptions Read(FlatTable op)
    {
        var kind = (BuiltinOptions)op.UInt8(TfliteSchema.Operator.BuiltinOptions - 1);
        return op.Table(TfliteSchema.Operator.BuiltinOptions, "builtin_options") is not FlatTable options
            ? OperatorOptions.None
            : kind switch
            {
                BuiltinOptions.Conv2D => Convolution(options),
                BuiltinOptions.DepthwiseConv2D => Depthwise(options),
                BuiltinOptions.Pool2D => Pool(options),
                BuiltinOptions.FullyConnected => new OperatorOptions
                {
                    Activation = options.Int8(TfliteSchema.FullyConnectedOptions.FusedActivationFunction),
                    WeightsFormat = options.Int8(TfliteSchema.FullyConnectedOptions.WeightsFormat),
                    KeepDimensions = options.Bool(TfliteSchema.FullyConnectedOptions.KeepNumDims),
                },
                BuiltinOptions.Softmax => new OperatorOptions { Beta = options.Single(TfliteSchema.SoftmaxOptions.Beta) },
                BuiltinOptions.Add => new OperatorOptions
                {
                    Activation = options.Int8(TfliteSchema.AddOptions.FusedActivationFunction),
                },
                _ => OperatorOptions.None,
            };
    }

    private static OperatorOptions Convolution(FlatTable options) => new()
    {
        Padding = options.Int8(TfliteSchema.Conv2DOptions.Padding),
        StrideWidth = options.Int32(TfliteSchema.Conv2DOptions.StrideW),
        StrideHeight = options.Int32(TfliteSchema.Conv2DOptions.StrideH),
        Activation = options.Int8(TfliteSchema.Conv2DOptions.FusedActivationFunction),
        DilationWidth = options.Int32(TfliteSchema.Conv2DOptions.DilationWFactor, absent: 1),
        DilationHeight = options.Int32(TfliteSchema.Conv2DOptions.DilationHFactor, absent: 1),
    };

    private static OperatorOptions Depthwise(FlatTable options) => new()
    {
        Padding = options.Int8(TfliteSchema.DepthwiseConv2DOptions.Padding),
        StrideWidth = options.Int32(TfliteSchema.DepthwiseConv2DOptions.StrideW),
        StrideHeight = options.Int32(TfliteSchema.DepthwiseConv2DOptions.StrideH),
        DepthMultiplier = options.Int32(TfliteSchema.DepthwiseConv2DOptions.DepthMultiplier),
        Activation = options.Int8(TfliteSchema.DepthwiseConv2DOptions.FusedActivationFunction),
        DilationWidth = options.Int32(TfliteSchema.DepthwiseConv2DOptions.DilationWFactor, absent: 1),
        DilationHeight = options.Int32(TfliteSchema.DepthwiseConv2DOptions.DilationHFactor, absent: 1),
    };

    private static OperatorOptions Pool(FlatTable options) => new()
    {
        Padding = options.Int8(TfliteSchema.Pool2DOptions.Padding),
        StrideWidth = options.Int32(TfliteSchema.Pool2DOptions.StrideW),
        StrideHeight = options.Int32(TfliteSchema.Pool2DOptions.StrideH),
        FilterWidth = options.Int32(TfliteSchema.Pool2DOptions.FilterWidth),
        FilterHeight = options.Int32(TfliteSchema.Pool2DOptions.FilterHeight),
        Activation = options.Int8(TfliteSchema.Pool2DOptions.FusedActivationFunction),
    };
}
