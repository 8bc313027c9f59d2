using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>Operators that move elements and compute nothing.</summary>
internal static class Movement
{
    public static Values Transpose(Values input, int[] order)
    {
        int[] from = input.Shape, to = [.. order.Select(axis => from[axis])], strides = Strides(from);
        return Collect(input, to, place => order.Select((axis, i) => place[i] * strides[axis]).Sum());
    }

    public static Values Pad(EditableOperator op, Values[] inputs)
    {
        int[] from = inputs[0].Shape, to = op.Output.Shape, pairs = inputs[1].Integers, strides = Strides(from);
        return Collect(inputs[0], to, place =>
        {
            int at = 0;
            for (int axis = 0; axis < to.Length; axis++)
            {
                int inside = place[axis] - pairs[2 * axis];
                if (inside < 0 || inside >= from[axis])
                    return -1;
                at += inside * strides[axis];
            }

            return at;
        }, op.Output.ZeroPoint);
    }

    public static Values Slice(EditableOperator op, Values[] inputs)
    {
        OperatorOptions options = op.Options;
        if ((options.EllipsisMask ?? 0) != 0 || (options.NewAxisMask ?? 0) != 0)
            throw new NotSupportedException($"{op} has an ellipsis or a new axis.");
        int[] from = inputs[0].Shape, begin = [.. inputs[1].Integers], step = inputs[3].Integers, strides = Strides(from);
        var to = new List<int>();
        var kept = new List<int>();
        for (int axis = 0; axis < from.Length; axis++)
        {
            if (axis >= begin.Length)
            {
                (begin, step) = ([.. begin, 0], [.. step, 1]);
                to.Add(from[axis]);
                kept.Add(axis);
                continue;
            }

            if (step[axis] < 1)
                throw new NotSupportedException($"{op} steps by {step[axis]}.");
            bool Masked(int? mask) => ((mask ?? 0) >> axis & 1) != 0;
            int first = Masked(options.BeginMask) ? 0 : Inside(begin[axis], from[axis]);
            int last = Masked(options.EndMask) ? from[axis] : Inside(inputs[2].Integers[axis], from[axis]);
            begin[axis] = first;
            if (Masked(options.ShrinkAxisMask))
                continue;
            to.Add(Math.Max(0, (last - first + step[axis] - 1) / step[axis]));
            kept.Add(axis);
        }

        int start = begin.Select((b, axis) => b * strides[axis]).Sum();
        return Collect(inputs[0], [.. to], place => start
            + kept.Select((axis, i) => place[i] * step[axis] * strides[axis]).Sum());
    }

    public static Values Concatenate(EditableOperator op, Values[] inputs)
    {
        int[] to = op.Output.Shape;
        int axis = op.Options.Axis ?? 0;
        axis += axis < 0 ? to.Length : 0;
        if (op.Inputs.OfType<EditableTensor>().Any(t => t.IsInt8 && !t.SharesQuantization(op.Output)))
            throw new NotSupportedException($"{op} joins tensors on different grids.");
        int inner = to[(axis + 1)..].Aggregate(1, (a, b) => a * b), outer = to[..axis].Aggregate(1, (a, b) => a * b);
        var output = new List<int>();
        for (int i = 0; i < outer; i++)
        {
            foreach (Values input in inputs)
            {
                int block = (input.Shape.Length == 0 ? 1 : input.Shape[axis]) * inner;
                output.AddRange(input.Integers.AsSpan(i * block, block));
            }
        }

        return Values.Of(to, [.. output]);
    }

    /// <summary>The equal parts of a tensor along an axis, which is the first input.</summary>
    public static void Split(EditableOperator op, Values[] inputs, IDictionary<EditableTensor, Values> parts)
    {
        (int axis, int[] from) = (inputs[0].Integers[0], inputs[1].Shape);
        axis += axis < 0 ? from.Length : 0;
        int[] strides = Strides(from);
        for (int part = 0, start = 0; part < op.Outputs.Count; part++)
        {
            int first = start;
            int[] to = op.Outputs[part].Shape;
            parts[op.Outputs[part]] = Collect(
                inputs[1], to, place => first + place.Select((index, i) => index * strides[i]).Sum());
            start += to[axis] * strides[axis];
        }
    }

    public static Values Gather(EditableOperator op, Values[] inputs) => inputs[0].Shape.Length == 1
        ? Values.Of(op.Output.Shape, [.. inputs[1].Integers.Select(i => inputs[0].Integers[i])])
        : throw new NotSupportedException($"{op} gathers from {inputs[0].Shape.Length} dimensions.");

    private static int Inside(int index, int extent) => Math.Clamp(index < 0 ? index + extent : index, 0, extent);

    private static int[] Strides(int[] shape)
    {
        var strides = new int[shape.Length];
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--])
            strides[axis] = stride;
        return strides;
    }

    // Every element of the output from the place of the input that a function tells; -1 for the filling.
    private static Values Collect(Values input, int[] to, Func<int[], int> source, int filling = 0)
    {
        var output = new int[to.Aggregate(1, (a, b) => a * b)];
        var floats = new float[input.Floats.Length > 0 ? output.Length : 0];
        var place = new int[to.Length];
        for (int i = 0; i < output.Length; i++)
        {
            int at = source(place);
            if (floats.Length > 0)
                floats[i] = at < 0 ? 0 : input.Floats[at];
            else
                output[i] = at < 0 ? filling : input.Integers[at];
            for (int axis = to.Length - 1; axis >= 0 && ++place[axis] == to[axis]; axis--)
                place[axis] = 0;
        }

        return floats.Length > 0 ? Values.Of(to, floats) : Values.Of(to, output);
    }
}
