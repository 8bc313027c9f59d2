using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>Computes operators in plain C#, as LiteRT does: what a rewrite is proven against. Written for clearness, not for
/// speed.</summary>
internal static class Interpreter
{
    private static readonly HashSet<BuiltinOperator> s_known =
    [
        BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D, BuiltinOperator.FULLY_CONNECTED,
        BuiltinOperator.AVERAGE_POOL_2D,
        BuiltinOperator.MAX_POOL_2D, BuiltinOperator.PAD, BuiltinOperator.RESHAPE, BuiltinOperator.SQUEEZE,
        BuiltinOperator.EXPAND_DIMS, BuiltinOperator.TRANSPOSE, BuiltinOperator.DEQUANTIZE,
        BuiltinOperator.SHAPE, BuiltinOperator.STRIDED_SLICE, BuiltinOperator.PACK, BuiltinOperator.CONCATENATION,
        BuiltinOperator.GATHER,
    ];

    /// <summary>Whether an operator is computed exactly.</summary>
    public static bool Knows(EditableOperator op) => op.Code switch
    {
        BuiltinOperator.REDUCE_MAX or BuiltinOperator.MINIMUM or BuiltinOperator.MAXIMUM =>
            op.Output.IsInt8 && op.Inputs.OfType<EditableTensor>()
            .All(t => t.Type != TensorType.INT8 || t.SharesQuantization(op.Output)),
        BuiltinOperator.SOFTMAX or BuiltinOperator.LOGISTIC or BuiltinOperator.MEAN => op.Input.IsInt8 && op.Output.IsInt8,
        BuiltinOperator.RELU or BuiltinOperator.RELU6 or BuiltinOperator.RELU_N1_TO_1 or BuiltinOperator.HARD_SWISH
            or BuiltinOperator.RSQRT => op.Input.IsInt8 && op.Output.IsInt8,
        BuiltinOperator.ADD or BuiltinOperator.SUB or BuiltinOperator.MUL or BuiltinOperator.SQUARED_DIFFERENCE =>
            Arithmetic.Knows(op),
        BuiltinOperator.SPLIT => op.Inputs[1]!.IsInt8,
        BuiltinOperator.QUANTIZE => op.Input.Type == TensorType.FLOAT32 || Grids.Takes(op.Input.Scale / op.Output.Scale),
        BuiltinOperator.LEAKY_RELU => op.Input.IsInt8 && op.Output.IsInt8 && op.Options.Alpha is float alpha
            && Grids.Takes(op.Input.Scale / op.Output.Scale) && Grids.Takes(alpha * (op.Input.Scale / op.Output.Scale)),
        _ => s_known.Contains(op.Code),
    };

    /// <summary>Runs operators in their order.</summary>
    /// <param name="given">Contents of the activations that they read.</param>
    /// <returns>Contents of every tensor that was given or made.</returns>
    /// <exception cref="NotSupportedException">An operator that is not known here.</exception>
    public static Dictionary<EditableTensor, Values> Run(
        IEnumerable<EditableOperator> operators, IReadOnlyDictionary<EditableTensor, Values> given)
    {
        var known = new Dictionary<EditableTensor, Values>(given, ReferenceEqualityComparer.Instance);
        foreach (EditableOperator op in operators)
        {
            Values[] inputs = [.. op.Inputs.OfType<EditableTensor>()
                .Select(t => known.TryGetValue(t, out Values? seen) ? seen : Values.Constant(t))];
            if (op.Code == BuiltinOperator.SPLIT)
                Movement.Split(op, inputs, known);
            else
                known[op.Output] = Compute(op, inputs);
        }

        return known;
    }

    /// <summary>The output of one operator.</summary>
    public static Values Compute(EditableOperator op, Values[] inputs)
    {
        int[] shape = op.Output.Shape;
        return op.Code switch
        {
            BuiltinOperator.CONV_2D => Weighted.Convolve(op, inputs, depthwise: false),
            BuiltinOperator.DEPTHWISE_CONV_2D => Weighted.Convolve(op, inputs, depthwise: true),
            BuiltinOperator.FULLY_CONNECTED => Weighted.Connect(op, inputs),
            BuiltinOperator.AVERAGE_POOL_2D => Pooling.Pool(op, inputs[0], average: true),
            BuiltinOperator.MAX_POOL_2D => Pooling.Pool(op, inputs[0], average: false),
            BuiltinOperator.MEAN => Pooling.Mean(op, inputs),
            BuiltinOperator.SOFTMAX => Probabilities.Softmax(op, inputs[0]),
            BuiltinOperator.LOGISTIC => Probabilities.Logistic(op, inputs[0]),
            BuiltinOperator.REDUCE_MAX => Pooling.Greatest(op, inputs),
            BuiltinOperator.MINIMUM => Arithmetic.Choose(op, inputs, Math.Min),
            BuiltinOperator.MAXIMUM => Arithmetic.Choose(op, inputs, Math.Max),
            BuiltinOperator.ADD or BuiltinOperator.SUB or BuiltinOperator.MUL => Arithmetic.Compute(op, inputs),
            BuiltinOperator.SQUARED_DIFFERENCE => Arithmetic.SquareDifference(op, inputs),
            BuiltinOperator.RELU or BuiltinOperator.RELU6 or BuiltinOperator.RELU_N1_TO_1 or BuiltinOperator.HARD_SWISH
                or BuiltinOperator.RSQRT => Activations.Compute(op, inputs[0]),
            BuiltinOperator.PAD => Movement.Pad(op, inputs),
            BuiltinOperator.RESHAPE or BuiltinOperator.SQUEEZE or BuiltinOperator.EXPAND_DIMS => inputs[0].As(shape),
            BuiltinOperator.TRANSPOSE => Movement.Transpose(inputs[0], inputs[1].Integers),
            BuiltinOperator.QUANTIZE => Grids.Quantize(op, inputs[0]),
            BuiltinOperator.LEAKY_RELU => Grids.LeakyRelu(op, inputs[0]),
            BuiltinOperator.DEQUANTIZE => Grids.Dequantize(op, inputs[0]),
            BuiltinOperator.SHAPE => Values.Of([op.Input.Shape.Length], op.Input.Shape),
            BuiltinOperator.STRIDED_SLICE => Movement.Slice(op, inputs),
            BuiltinOperator.PACK => Values.Of(shape, [.. inputs.SelectMany(v => v.Integers)]),
            BuiltinOperator.CONCATENATION => Movement.Concatenate(op, inputs),
            BuiltinOperator.GATHER => Movement.Gather(op, inputs),
            _ => throw new NotSupportedException($"{op.Name} is not computed here."),
        };
    }

    /// <summary>The ends of the output's grid that a fused activation leaves.</summary>
    public static (int Least, int Most) Clamp(EditableOperator op)
    {
        EditableTensor output = op.Output;
        int zero = output.ZeroPoint;
        int six = (int)Math.Clamp(Math.Round(6.0 / output.Scale, MidpointRounding.AwayFromZero) + zero, -128, 127);
        return (op.Options.Activation ?? 0) switch
        {
            0 => (-128, 127),
            1 => (Math.Max(-128, zero), 127),
            3 => (Math.Max(-128, zero), six),
            int other => throw new NotSupportedException($"{op.Name} has the fused activation {other}."),
        };
    }
}
