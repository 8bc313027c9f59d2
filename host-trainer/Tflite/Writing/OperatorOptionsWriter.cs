using Google.FlatBuffers;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Writes an operator's options table.</summary>
internal static class OperatorOptionsWriter
{
    /// <returns>Kind of the table and its offset; none for an operator whose options are always empty.</returns>
    public static (BuiltinOptions Kind, int Table) Write(FlatBufferBuilder flat, EditableOperator op)
    {
        OperatorOptions options = op.Options;
        (Format.Padding padding, ActivationFunctionType clamp) = ((Format.Padding)(options.Padding ?? 0), Clamp(options));
        (int right, int down) = (options.StrideWidth ?? 0, options.StrideHeight ?? 0);
        (int dilationRight, int dilationDown) = (options.DilationWidth ?? 1, options.DilationHeight ?? 1);
        return op.Code switch
        {
            BuiltinOperator.CONV_2D => (BuiltinOptions.Conv2DOptions, Conv2DOptions.CreateConv2DOptions(
                flat, padding, right, down, clamp, dilationRight, dilationDown).Value),
            BuiltinOperator.DEPTHWISE_CONV_2D => (BuiltinOptions.DepthwiseConv2DOptions,
                DepthwiseConv2DOptions.CreateDepthwiseConv2DOptions(
                    flat, padding, right, down, options.DepthMultiplier ?? 0, clamp, dilationRight, dilationDown).Value),
            BuiltinOperator.AVERAGE_POOL_2D or BuiltinOperator.MAX_POOL_2D => (BuiltinOptions.Pool2DOptions,
                Pool2DOptions.CreatePool2DOptions(
                    flat, padding, right, down, options.FilterWidth ?? 0, options.FilterHeight ?? 0, clamp).Value),
            BuiltinOperator.FULLY_CONNECTED => (BuiltinOptions.FullyConnectedOptions,
                FullyConnectedOptions.CreateFullyConnectedOptions(flat, clamp, keep_num_dims: options.KeepDimensions
                    ?? false).Value),
            BuiltinOperator.ADD => (BuiltinOptions.AddOptions, AddOptions.CreateAddOptions(flat, clamp).Value),
            BuiltinOperator.MUL => (BuiltinOptions.MulOptions, MulOptions.CreateMulOptions(flat, clamp).Value),
            BuiltinOperator.SUB => (BuiltinOptions.SubOptions, SubOptions.CreateSubOptions(flat, clamp).Value),
            BuiltinOperator.SOFTMAX => (BuiltinOptions.SoftmaxOptions,
                SoftmaxOptions.CreateSoftmaxOptions(flat, options.Beta ?? 0).Value),
            BuiltinOperator.RESHAPE => (BuiltinOptions.ReshapeOptions, ReshapeOptions.CreateReshapeOptions(
                flat, ReshapeOptions.CreateNewShapeVector(flat, [.. options.NewShape])).Value),
            BuiltinOperator.PAD => (BuiltinOptions.PadOptions, Pad(flat)),
            BuiltinOperator.CONCATENATION => (BuiltinOptions.ConcatenationOptions,
                ConcatenationOptions.CreateConcatenationOptions(flat, options.Axis ?? 0, clamp).Value),
            BuiltinOperator.MEAN or BuiltinOperator.SUM or BuiltinOperator.REDUCE_MAX => (BuiltinOptions.ReducerOptions,
                ReducerOptions.CreateReducerOptions(flat, options.KeepDimensions ?? false).Value),
            BuiltinOperator.STRIDED_SLICE => (BuiltinOptions.StridedSliceOptions, StridedSliceOptions.CreateStridedSliceOptions(
                flat, options.BeginMask ?? 0, options.EndMask ?? 0, options.EllipsisMask ?? 0, options.NewAxisMask ?? 0,
                options.ShrinkAxisMask ?? 0).Value),
            BuiltinOperator.SPLIT => (BuiltinOptions.SplitOptions,
                SplitOptions.CreateSplitOptions(flat, options.Splits ?? 0).Value),
            BuiltinOperator.PACK => (BuiltinOptions.PackOptions,
                PackOptions.CreatePackOptions(flat, op.Inputs.Count, options.Axis ?? 0).Value),
            BuiltinOperator.SHAPE => (BuiltinOptions.ShapeOptions, ShapeOptions.CreateShapeOptions(flat, op.Output.Type).Value),
            BuiltinOperator.LEAKY_RELU => (BuiltinOptions.LeakyReluOptions,
                LeakyReluOptions.CreateLeakyReluOptions(flat, options.Alpha ?? 0).Value),
            _ => (BuiltinOptions.NONE, 0),
        };
    }

    private static int Pad(FlatBufferBuilder flat)
    {
        PadOptions.StartPadOptions(flat);
        return PadOptions.EndPadOptions(flat).Value;
    }

    private static ActivationFunctionType Clamp(OperatorOptions options) => (ActivationFunctionType)(options.Activation ?? 0);
}
