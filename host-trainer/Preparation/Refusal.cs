using System.Globalization;
using TinyClassify.Runtime;
using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>Words for what cannot be prepared: what was seen, what was expected, what to do.</summary>
internal static class Refusal
{
    // Far above what a microcontroller holds; a damaged file may claim anything.
    private const int LargestTensor = 1 << 26;

    /// <exception cref="NotSupportedException">No rewrite would help.</exception>
    public static void ThrowIfHopeless(EditableGraph graph)
    {
        foreach (EditableTensor tensor in graph.Operators.SelectMany(op => op.Inputs.OfType<EditableTensor>().Concat(op.Outputs)))
        {
            if (tensor.Shape.Aggregate(1.0, (product, extent) => product * Math.Max(1, extent)) > LargestTensor)
                throw new NotSupportedException(
                    $"The model has the tensor {tensor}; expected at most {LargestTensor} elements in one.");
        }

        foreach (EditableOperator op in graph.Operators)
        {
            if (op.Code == BuiltinOperator.CUSTOM)
            {
                throw new NotSupportedException(
                    $"The model has the operator {op.Name}: no operator of TensorFlow Lite, only the runtime of whoever made "
                    + "it knows what it " +
                    "does. Convert the model without it.");
            }
        }

        TensorType[] types = [.. graph.Operators.Where(HasWeights).Select(op => op.Input.Type).Distinct()];
        EditableOperator? odd = graph.Operators.FirstOrDefault(op => HasWeights(op) && op.Input.Type != TensorType.INT8);
        if (types.Contains(TensorType.INT8) && odd is not null)
        {
            throw new NotSupportedException(
                $"The model computes in int8 but for {odd}, which reads {odd.Input.Type.Name()}; expected int8 all through. "
                + "Convert it " +
                "with full integer quantisation: a representative data set, and supported_ops = [TFLITE_BUILTINS_INT8].");
        }

        EditableTensor? absurd = graph.Operators.SelectMany(op => op.Inputs.OfType<EditableTensor>().Concat(op.Outputs))
            .FirstOrDefault(t => FailedScale(t) is not null);
        if (absurd is not null)
        {
            string scale = FailedScale(absurd)!.Value.ToString(CultureInfo.InvariantCulture);
            throw new NotSupportedException(
                $"The tensor {absurd} has the scale {scale}: its quantisation failed, and no runtime computes anything with "
                + "it. Convert " +
                "the model again, with a representative data set of real pictures.");
        }

        if (types.Length == 0 || types.Contains(TensorType.INT8))
            return;
        string seen = string.Join(" and ", types.Select(t => t.Name()));
        throw new NotSupportedException(types[0] switch
        {
            TensorType.FLOAT32 =>
                $"The model computes in {seen}; expected int8 activations. Convert it with full integer quantisation: " +
                "a representative data set, and supported_ops = [TFLITE_BUILTINS_INT8].",
            TensorType.UINT8 =>
                $"The model computes in {seen}, the quantisation of TensorFlow 1, with zero points in its weights; expected "
                + "int8. Quantise the " +
                "float model again with a converter of TensorFlow 2.",
            _ => $"The model computes in {seen}; expected int8.",
        });
    }

    /// <exception cref="ArgumentException">The labels do not fit the output.</exception>
    public static void CheckLabels(EditableGraph graph)
    {
        int classes = graph.Output.ElementCount;
        // One sigmoid has a name for each of its two ends.
        if (graph.Labels.Length > 0 && graph.Labels.Length != classes && !(classes == 1 && graph.Labels.Length == 2))
        {
            throw new ArgumentException(
                $"There are {graph.Labels.Length} labels for an output of shape {Shapes.Text(graph.Output.Shape)}; expected "
                + $"one a class, {classes}.");
        }

        for (int i = 0; i < graph.Labels.Length; i++)
        {
            if (string.IsNullOrEmpty(graph.Labels[i]) || graph.Labels[i].AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
                throw new ArgumentException($"Label {i} is empty or holds a line break; expected one line of text.");
        }
    }

    /// <summary>Takes what was said of pictures into the graph.</summary>
    /// <exception cref="ArgumentException">It cannot be meant for this input.</exception>
    public static void CheckPicture(EditableGraph graph, PictureNormalization picture)
    {
        EditableTensor input = graph.Given;
        if (!StandardMetadata.Describes(graph))
        {
            throw new ArgumentException(
                $"--mean and --deviation tell how pictures go in, but the input {input} is no picture of one or three channels.");
        }

        int channels = input.Shape[3];
        if ((picture.Mean.Length != 1 && picture.Mean.Length != channels)
            || (picture.Deviation.Length != 1 && picture.Deviation.Length != channels))
        {
            throw new ArgumentException(
                $"--mean has {picture.Mean.Length} numbers and --deviation {picture.Deviation.Length}; expected one, or "
                + $"{channels}, one a channel.");
        }

        if (!picture.Fits(input))
        {
            string range = string.Create(CultureInfo.InvariantCulture, $"{Real(sbyte.MinValue):G4} to {Real(sbyte.MaxValue):G4}");
            throw new ArgumentException(
                $"With that mean and deviation a picture's bytes 0 to 255 become {picture.Byte(input, 0, 0)} to "
                + $"{picture.Byte(input, 255, 0)} of the codes " +
                $"-128 to 127, most of them alike; expected (byte - mean) / deviation to fill the input's real values, "
                + $"{range}. For inputs in [0, 1] " +
                "the deviation is 255 and the mean 0; for [-1, 1] both are 127.5.");
        }

        (graph.Normalization, graph.CarriedTable) = (picture, null);

        float Real(int code) => input.Scale * (code - input.ZeroPoint);
    }

    /// <exception cref="NotSupportedException">An operator is left that the engine has no kernel for.</exception>
    public static void ThrowIfNoKernel(EditableGraph graph)
    {
        string[] missing = [.. graph.Operators.Select(op => op.Name).Distinct()
            .Where(name => !RuntimeSupport.HasEngineKernel(name))];
        if (missing.Length > 0)
            throw new NotSupportedException(
                $"The engine has no kernel for {string.Join(", ", missing)}, and no rewrite takes it away.");
        EditableTensor? state = graph.Operators.SelectMany(op => op.Inputs).FirstOrDefault(t => t is { IsVariable: true });
        if (state is not null)
            throw new NotSupportedException(
                $"The tensor {state} keeps its contents from one input to the next; expected a model without memory.");
    }

    /// <summary>Runs what believes a file's shapes: one whose shapes contradict each other is refused like any other
    /// damage.</summary>
    /// <exception cref="InvalidDataException">They do.</exception>
    public static T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception contradiction) when (contradiction is IndexOutOfRangeException or ArgumentException or OverflowException
            or DivideByZeroException or NullReferenceException or KeyNotFoundException or InvalidCastException)
        {
            throw new InvalidDataException(
                $"The file's operators and the shapes of its tensors contradict each other ({contradiction.Message}); expected "
                + "a sound model.",
                contradiction);
        }
    }

    // A channel of weights may die with a scale near 0; an activation may not.
    private static float? FailedScale(EditableTensor tensor)
    {
        float[] failed = [.. (tensor.Quantization?.Scales ?? [])
            .Where(s => !float.IsFinite(s) || (!tensor.IsConstant && float.IsSubnormal(s)))];
        return failed.Length == 0 ? null : failed[0];
    }

    private static bool HasWeights(EditableOperator op) => op.Inputs.Count > 0 && op.Inputs[0] is not null
        && op.Code is BuiltinOperator.CONV_2D or BuiltinOperator.DEPTHWISE_CONV_2D or BuiltinOperator.FULLY_CONNECTED;
}
