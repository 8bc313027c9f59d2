using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>MUL, ADD and SUB of a picture and a constant, and a QUANTIZE to another grid, before anything else: each is computed
/// beforehand for all 256 codes, once for all channels or for each, and a picture's bytes go through the table of what comes
/// out.</summary>
internal static class InputArithmetic
{
    private const int Codes = 256;

    /// <summary>One step, if there is one to make.</summary>
    /// <returns>What was done; null where the input goes into something else.</returns>
    public static string? Step(EditableGraph graph)
    {
        EditableTensor input = graph.Input;
        if (!input.IsInt8 || !IsPicture(input) || graph.OnlyReader(input) is not EditableOperator op || !Interpreter.Knows(op)
            || op.Output == graph.Output || !op.Output.IsInt8 || !op.Output.Shape.AsSpan().SequenceEqual(input.Shape))
            return null;
        EditableTensor? constant = op.Inputs.OfType<EditableTensor>().FirstOrDefault(t => t.IsConstant);
        bool isArithmetic = op.Code is BuiltinOperator.MUL or BuiltinOperator.ADD or BuiltinOperator.SUB && op.Inputs.Count == 2
            && constant is not null;
        if (!isArithmetic && op.Code != BuiltinOperator.QUANTIZE)
            return null;
        // The one direction in which the constant changes is that of the channels, last or, in NCHW, first.
        int[] changing = constant is null ? []
            : [.. Enumerable.Range(0, constant.Shape.Length).Where(a => constant.Shape[a] != 1)];
        int axis = changing.Length == 0 ? 3 : changing[0] + 4 - constant!.Shape.Length;
        if (changing.Length > 1 || axis is not (1 or 3) || (changing.Length == 1 && input.Shape[axis] is not (1 or 3)))
            return null;
        int channels = changing.Length == 0 ? 1 : input.Shape[axis];
        graph.Codes = Behind(graph.Codes ?? InputCodes.Same(input), Results(op, input, axis, channels), op, constant);
        op.Output.Name = input.Name;
        graph.Input = op.Output;
        graph.Operators.Remove(op);
        return $"{op.Name} at the input computed beforehand, in the table of a picture's bytes";
    }

    /// <summary>A tensor that a picture may fill: one or three channels, last or in NCHW first.</summary>
    public static bool IsPicture(EditableTensor input) => input.Shape is [1, var first, _, var last]
        && (last is 1 or 3 || first is 1 or 3);

    /// <summary>Takes a QUANTIZE of unsigned codes to another grid away from the input.</summary>
    public static InputCodes Requantized(EditableGraph graph, EditableOperator quantize)
    {
        EditableTensor input = quantize.Input, output = quantize.Output;
        Values codes = Grids.Quantize(quantize, Values.Of([Codes], [.. Enumerable.Range(0, Codes)]));
        output.Name = input.Name;
        graph.Input = output;
        graph.Operators.Remove(quantize);
        return new InputCodes(ModelEnds.Signed(input).Quantization!, [.. codes.Integers.Select(q => (sbyte)q)], [1], [0]);
    }

    // int8 [channels, 256]: what the operator makes of each code.
    private static int[] Results(EditableOperator op, EditableTensor input, int axis, int channels)
    {
        int[] shape = axis == 3 ? [1, 1, Codes, channels] : [1, channels, 1, Codes], byChannel = [1, channels, 1, Codes];
        int[] codes = [.. Enumerable.Range(0, channels * Codes).Select(i => (i % Codes) + sbyte.MinValue)];
        EditableTensor from = input.Like("/codes", shape), to = op.Output.Like("/codes", shape);
        EditableOperator small = EditableOperator.Make(op.Code, op.Options, to,
            [.. op.Inputs.Select(t => t == input ? from : t)]);
        Values given = Values.Of(byChannel, codes);
        Values results = Interpreter.Compute(
            small, [.. small.Inputs.Select(t => t == from ? (axis == 3 ? Movement.Transpose(given, [0, 2, 3, 1]) : given)
                : Values.Constant(t!))]);
        return axis == 3 ? Movement.Transpose(results, [0, 3, 1, 2]).Integers : results.Integers;
    }

    private static InputCodes Behind(InputCodes before, int[] results, EditableOperator op, EditableTensor? constant)
    {
        int rows = Math.Max(before.Channels, results.Length / Codes);
        var map = new sbyte[rows * Codes];
        for (int i = 0; i < map.Length; i++)
            map[i] = (sbyte)results[(i / Codes * Codes % results.Length)
                + before.Of((i % Codes) + sbyte.MinValue, i / Codes) - sbyte.MinValue];
        float[] reals = constant is null ? [0]
            : [.. Values.Constant(constant).Integers.Select(q => constant.Scale * (q - constant.ZeroPoint))];
        bool isFirst = op.Inputs[0] == constant;
        (float[] factors, float[] offsets) = (new float[rows], new float[rows]);
        for (int row = 0; row < rows; row++)
        {
            (float factor, float offset) = (before.Factors[row % before.Factors.Length],
                before.Offsets[row % before.Offsets.Length]);
            float real = reals[row % reals.Length];
            (factors[row], offsets[row]) = op.Code switch
            {
                BuiltinOperator.MUL => (factor * real, offset * real),
                BuiltinOperator.ADD => (factor, offset + real),
                BuiltinOperator.SUB => isFirst ? (-factor, real - offset) : (factor, offset - real),
                _ => (factor, offset),
            };
        }

        return new InputCodes(before.Given, map, factors, offsets);
    }
}
