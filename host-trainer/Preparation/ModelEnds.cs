using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>Gives a model int8 ends of the shapes that the engine asks for. What goes in and comes out means the same: a float x
/// goes in as its int8 code, an unsigned byte u as u - 128.</summary>
internal static class ModelEnds
{
    /// <summary>One step, if there is one to make.</summary>
    /// <returns>What was done; null where the ends are as they should be.</returns>
    public static string? Step(EditableGraph graph) => Input(graph) ?? InputArithmetic.Step(graph) ?? Order(graph) ?? Rank(graph)
        ?? Output(graph) ?? AsRow(graph);

    private static string? Input(EditableGraph graph)
    {
        EditableTensor input = graph.Input;
        EditableOperator? reader = graph.OnlyReader(input);
        if (input.Type == TensorType.FLOAT32 && reader is { Code: BuiltinOperator.QUANTIZE }
            && reader.Output.Type == TensorType.INT8)
        {
            CheckCodes(reader);
            Take(graph, reader);
            return $"float input as int8 codes of scale {reader.Output.Scale:G6}, zero point {reader.Output.ZeroPoint}";
        }

        if (input.Type != TensorType.UINT8 || reader is not { Code: BuiltinOperator.QUANTIZE, Output.Type: TensorType.INT8 }
            || input.Scale <= 0)
            return null;
        if (input.Scale == reader.Output.Scale && input.ZeroPoint - 128 == reader.Output.ZeroPoint)
            Take(graph, reader);
        else if (InputArithmetic.IsPicture(input))
            graph.Codes = InputArithmetic.Requantized(graph, reader);
        else
            reader.Inputs[0] = graph.Input = Signed(input);
        return "uint8 input u as int8 u - 128";
    }

    // NCHW pictures go in as NHWC ones.
    private static string? Order(EditableGraph graph)
    {
        EditableOperator? reader = graph.OnlyReader(graph.Input);
        if (reader is not { Code: BuiltinOperator.TRANSPOSE } || !graph.Input.IsInt8
            || reader.At(1)?.Integers() is not [0, 2, 3, 1])
            return null;
        string was = Shapes.Text(graph.Input.Shape);
        Take(graph, reader);
        return $"input {was} in the order NHWC, {Shapes.Text(graph.Input.Shape)}";
    }

    private static string? Rank(EditableGraph graph)
    {
        EditableTensor input = graph.Input;
        if (input.Shape.Length == 4 || !input.IsInt8)
            return null;
        string was = Shapes.Text(input.Shape);
        if (graph.OnlyReader(input) is { Code: BuiltinOperator.RESHAPE, Output.Shape: [1, _, _, _] } reader)
        {
            Take(graph, reader);
        }
        else
        {
            int[] shape = input.Shape switch
            {
                [1, var height, var width] => [1, height, width, 1],
                [var height, var width, var channels] => [1, height, width, channels],
                _ => [1, 1, 1, input.ElementCount],
            };
            EditableTensor ranked = input.Like("", shape);
            input.Name += "/flat";
            graph.Operators.Insert(0, EditableOperator.Reshape(ranked, input));
            graph.Input = ranked;
        }

        return $"input {was} as {Shapes.Text(graph.Input.Shape)}";
    }

    private static string? Output(EditableGraph graph)
    {
        EditableTensor output = graph.Output;
        if (graph.Writer(output) is not EditableOperator writer || graph.Readers(output).Any())
            return null;
        if (writer.Code == BuiltinOperator.DEQUANTIZE && writer.Input.IsInt8)
            return Give(graph, writer,
                $"float output as int8 codes of scale {writer.Input.Scale:G6}, zero point {writer.Input.ZeroPoint}");
        if (writer.Code == BuiltinOperator.QUANTIZE && output.Type == TensorType.UINT8 && writer.Input.IsInt8
            && writer.Input.Scale == output.Scale && writer.Input.ZeroPoint == output.ZeroPoint - 128)
            return Give(graph, writer, "uint8 output u as int8 u - 128");
        if (writer.Code == BuiltinOperator.QUANTIZE && output.Type == TensorType.UINT8 && writer.Input.IsInt8 && output.Scale > 0)
        {
            writer.Outputs[0] = graph.Output = Signed(output);
            return "uint8 output u as int8 u - 128";
        }

        // The engine makes probabilities of logits itself; both operators keep the classes' order.
        return writer.Code is BuiltinOperator.SOFTMAX or BuiltinOperator.LOG_SOFTMAX && output.Type == TensorType.FLOAT32
            && graph.Writer(writer.Input) is { Code: BuiltinOperator.DEQUANTIZE }
            ? Give(graph, writer, $"logits instead of {writer.Name} in float, which the engine computes from them")
            : null;
    }

    /// <summary>Scores as [1, classes].</summary>
    public static string? AsRow(EditableGraph graph)
    {
        EditableTensor output = graph.Output;
        if (!output.IsInt8 || output.Shape.Length == 2 || output.ElementCount != output.Shape.Max()
            || graph.Writer(output) is null)
            return null;
        string was = Shapes.Text(output.Shape);
        if (graph.Writer(output) is { Code: BuiltinOperator.RESHAPE })
        {
            output.Shape = [1, output.ElementCount];
        }
        else
        {
            EditableTensor row = output.Like("/row", 1, output.ElementCount);
            graph.Operators.Add(EditableOperator.Reshape(output, row));
            graph.Output = row;
        }

        return $"output {was} as {Shapes.Text(graph.Output.Shape)}";
    }

    /// <summary>The int8 tensor whose codes are an unsigned one's less 128.</summary>
    public static EditableTensor Signed(EditableTensor tensor) => new()
    {
        Name = tensor.Name, Shape = tensor.Shape, Type = TensorType.INT8,
        Quantization = new TensorQuantization([tensor.Scale], [tensor.ZeroPoint - 128], 0),
    };

    // The first operator's output becomes the input.
    private static void Take(EditableGraph graph, EditableOperator first)
    {
        first.Output.Name = graph.Input.Name;
        graph.Input = first.Output;
        graph.Operators.Remove(first);
    }

    private static string Give(EditableGraph graph, EditableOperator last, string what)
    {
        graph.Output = last.Input;
        graph.Operators.Remove(last);
        return what;
    }

    // Every code's real value must be quantised back to the code.
    private static void CheckCodes(EditableOperator quantize)
    {
        EditableTensor codes = quantize.Output;
        float[] reals = [.. Enumerable.Range(-128, 256).Select(q => codes.Scale * (q - codes.ZeroPoint))];
        if (!Grids.Quantize(quantize, Values.Of([256], reals)).Integers.SequenceEqual(Enumerable.Range(-128, 256)))
            throw new NotSupportedException($"{quantize} does not give back the codes of its own grid.");
    }
}
