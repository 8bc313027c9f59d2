using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>A TRANSPOSE that moves towards the output, past what computes each element alike: there it meets its inverse, a mean
/// or a flatten, which take it in. One that only swaps height and width moves past windows, too, whose weights are turned
/// instead.</summary>
internal sealed class TransposeBehind : Rewrite
{
    private static readonly int[] s_swap = [0, 2, 1, 3];

    public override string Name => "TRANSPOSE moved towards the output";

    public override Replacement? At(EditableGraph graph, EditableOperator op)
    {
        EditableOperator[] turns = [.. op.Activations.Select(graph.Writer).OfType<EditableOperator>().Distinct()];
        if (turns.Length == 0 || op.Activations.Any(t => graph.Writer(t) is not { Code: BuiltinOperator.TRANSPOSE })
            || turns[0].At(1)?.Integers() is not int[] order
            || turns.Any(t => t.At(1)?.Integers() is not int[] other || !other.SequenceEqual(order))
            || op.Output.Shape.Length != order.Length || op.Output == graph.Output || !Interpreter.Knows(op))
            return null;
        EditableTensor straight = op.Output.Like("/straight", Straight(op.Output.Shape, order));
        if (Moved(op, order, straight) is not EditableOperator moved)
            return null;
        EditableOperator turn = EditableOperator.Make(
            BuiltinOperator.TRANSPOSE, OperatorOptions.None, op.Output, straight,
            EditableTensor.Of(op.Output.Name + "/order", [order.Length], order));
        return new Replacement([.. turns, op], [moved, turn], op.Output, op.Output);

        EditableTensor? Before(EditableTensor? input) =>
            input is null or { IsConstant: true } ? input : graph.Writer(input)!.Input;

        EditableOperator? Moved(EditableOperator op, int[] order, EditableTensor straight)
        {
            EditableTensor?[] inputs = [.. op.Inputs.Select(Before)];
            OperatorOptions options = op.Options;
            switch (op.Code)
            {
                case BuiltinOperator.ADD or BuiltinOperator.SUB or BuiltinOperator.MUL or BuiltinOperator.MINIMUM
                    or BuiltinOperator.MAXIMUM:
                    if (inputs.Any(t => t is { IsConstant: false } && t.Shape.Length != order.Length))
                        return null;
                    inputs = [.. inputs.Select(t => t is { IsConstant: true, ElementCount: > 1 } ? Constant(t, order) : t)];
                    break;
                case BuiltinOperator.QUANTIZE:
                    break;
                case BuiltinOperator.CONCATENATION:
                    int axis = options.Axis ?? 0;
                    options = options with { Axis = order[axis < 0 ? axis + order.Length : axis] };
                    break;
                case BuiltinOperator.PAD when inputs[1]?.Integers() is int[] pairs && pairs.Length == 2 * order.Length:
                    var straightPairs = new int[pairs.Length];
                    for (int i = 0; i < pairs.Length; i++)
                        straightPairs[(2 * order[i / 2]) + (i % 2)] = pairs[i];
                    inputs[1] = EditableTensor.Of(inputs[1]!.Name + "/straight", inputs[1]!.Shape, straightPairs);
                    break;
                case BuiltinOperator.CONV_2D or BuiltinOperator.DEPTHWISE_CONV_2D or BuiltinOperator.AVERAGE_POOL_2D
                    or BuiltinOperator.MAX_POOL_2D
                    when order.SequenceEqual(s_swap):
                    options = options with
                    {
                        StrideHeight = options.StrideWidth,
                        StrideWidth = options.StrideHeight,
                        DilationHeight = options.DilationWidth,
                        DilationWidth = options.DilationHeight,
                        FilterHeight = options.FilterWidth,
                        FilterWidth = options.FilterHeight,
                    };
                    if (op.At(1) is EditableTensor weights)
                        inputs[1] = Turned(weights, s_swap);
                    break;
                default:
                    return null;
            }

            return inputs.Contains(null) ? null : EditableOperator.Make(op.Code, options, straight, inputs);
        }
    }

    // The shape that a TRANSPOSE makes this one of.
    private static int[] Straight(int[] shape, int[] order)
    {
        var straight = new int[shape.Length];
        for (int i = 0; i < order.Length; i++)
            straight[order[i]] = shape[i];
        return straight;
    }

    // A constant that spreads over the turned tensor, for the tensor as it stood.
    private static EditableTensor? Constant(EditableTensor constant, int[] order)
    {
        int[] shape = [.. Enumerable.Repeat(1, Math.Max(0, order.Length - constant.Shape.Length)), .. constant.Shape];
        var inverse = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        return shape.Length == order.Length ? Turned(constant.As(shape), inverse) : null;
    }

    private static EditableTensor? Turned(EditableTensor constant, int[] order)
    {
        if (constant.Type != TensorType.INT8 || constant.Shape.Length != order.Length)
            return null;
        Values turned = Movement.Transpose(Values.Constant(constant), order);
        return new EditableTensor
        {
            Name = constant.Name, Shape = turned.Shape, Type = constant.Type, Quantization = constant.Quantization,
            Data = turned.Integers.Select(v => (byte)(sbyte)v).ToArray(),
        };
    }
}
