using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Reads the options tables that are known here.</summary>
internal static class OperatorOptionsReader
{
    public static OperatorOptions Read(FlatTable op)
    {
        var kind = (BuiltinOptions)op.UInt8(FieldIds.Operator.BuiltinOptionsType);
        return op.Table(FieldIds.Operator.BuiltinOptions, "builtin_options") is not FlatTable options
            ? OperatorOptions.None
            : kind switch
            {
                BuiltinOptions.Conv2DOptions => Convolution(options),
                BuiltinOptions.DepthwiseConv2DOptions => Depthwise(options),
                BuiltinOptions.Pool2DOptions => Pool(options),
                BuiltinOptions.FullyConnectedOptions => new OperatorOptions
                {
                    Activation = options.Int8(FieldIds.FullyConnectedOptions.FusedActivationFunction),
                    WeightsFormat = options.Int8(FieldIds.FullyConnectedOptions.WeightsFormat),
                    KeepDimensions = options.Bool(FieldIds.FullyConnectedOptions.KeepNumDims),
                },
                BuiltinOptions.SoftmaxOptions => new OperatorOptions { Beta = options.Single(FieldIds.SoftmaxOptions.Beta) },
                BuiltinOptions.AddOptions => new OperatorOptions
                {
                    Activation = options.Int8(FieldIds.AddOptions.FusedActivationFunction),
                },
                BuiltinOptions.MulOptions => new OperatorOptions
                {
                    Activation = options.Int8(FieldIds.MulOptions.FusedActivationFunction),
                },
                BuiltinOptions.SubOptions => new OperatorOptions
                {
                    Activation = options.Int8(FieldIds.SubOptions.FusedActivationFunction),
                },
                BuiltinOptions.ConcatenationOptions => new OperatorOptions
                {
                    Axis = options.Int32(FieldIds.ConcatenationOptions.Axis),
                    Activation = options.Int8(FieldIds.ConcatenationOptions.FusedActivationFunction),
                },
                BuiltinOptions.ReshapeOptions => new OperatorOptions
                {
                    NewShape = [.. options.Int32s(FieldIds.ReshapeOptions.NewShape, "new_shape")],
                },
                BuiltinOptions.ReducerOptions =>
                new OperatorOptions { KeepDimensions = options.Bool(FieldIds.ReducerOptions.KeepDims) },
                BuiltinOptions.StridedSliceOptions => Slice(options),
                BuiltinOptions.SplitOptions => new OperatorOptions { Splits = options.Int32(FieldIds.SplitOptions.NumSplits) },
                BuiltinOptions.PackOptions => new OperatorOptions { Axis = options.Int32(FieldIds.PackOptions.Axis) },
                BuiltinOptions.GatherOptions => new OperatorOptions { Axis = options.Int32(FieldIds.GatherOptions.Axis) },
                BuiltinOptions.LeakyReluOptions =>
                new OperatorOptions { Alpha = options.Single(FieldIds.LeakyReluOptions.Alpha) },
                _ => OperatorOptions.None,
            };
    }

    private static OperatorOptions Slice(FlatTable options) => new()
    {
        BeginMask = options.Int32(FieldIds.StridedSliceOptions.BeginMask),
        EndMask = options.Int32(FieldIds.StridedSliceOptions.EndMask),
        EllipsisMask = options.Int32(FieldIds.StridedSliceOptions.EllipsisMask),
        NewAxisMask = options.Int32(FieldIds.StridedSliceOptions.NewAxisMask),
        ShrinkAxisMask = options.Int32(FieldIds.StridedSliceOptions.ShrinkAxisMask),
    };

    private static OperatorOptions Convolution(FlatTable options) => new()
    {
        Padding = options.Int8(FieldIds.Conv2DOptions.Padding),
        StrideWidth = options.Int32(FieldIds.Conv2DOptions.StrideW),
        StrideHeight = options.Int32(FieldIds.Conv2DOptions.StrideH),
        Activation = options.Int8(FieldIds.Conv2DOptions.FusedActivationFunction),
        DilationWidth = options.Int32(FieldIds.Conv2DOptions.DilationWFactor, absent: 1),
        DilationHeight = options.Int32(FieldIds.Conv2DOptions.DilationHFactor, absent: 1),
    };

    private static OperatorOptions Depthwise(FlatTable options) => new()
    {
        Padding = options.Int8(FieldIds.DepthwiseConv2DOptions.Padding),
        StrideWidth = options.Int32(FieldIds.DepthwiseConv2DOptions.StrideW),
        StrideHeight = options.Int32(FieldIds.DepthwiseConv2DOptions.StrideH),
        DepthMultiplier = options.Int32(FieldIds.DepthwiseConv2DOptions.DepthMultiplier),
        Activation = options.Int8(FieldIds.DepthwiseConv2DOptions.FusedActivationFunction),
        DilationWidth = options.Int32(FieldIds.DepthwiseConv2DOptions.DilationWFactor, absent: 1),
        DilationHeight = options.Int32(FieldIds.DepthwiseConv2DOptions.DilationHFactor, absent: 1),
    };

    private static OperatorOptions Pool(FlatTable options) => new()
    {
        Padding = options.Int8(FieldIds.Pool2DOptions.Padding),
        StrideWidth = options.Int32(FieldIds.Pool2DOptions.StrideW),
        StrideHeight = options.Int32(FieldIds.Pool2DOptions.StrideH),
        FilterWidth = options.Int32(FieldIds.Pool2DOptions.FilterWidth),
        FilterHeight = options.Int32(FieldIds.Pool2DOptions.FilterHeight),
        Activation = options.Int8(FieldIds.Pool2DOptions.FusedActivationFunction),
    };
}
