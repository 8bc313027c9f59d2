using TinyClassify.Runtime;
using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>Compares a rewritten file, run by the engine in LiteRT's rounding, with the original's operators, interpreted one by
/// one.</summary>
internal static class Proof
{
    /// <param name="model">The original.</param>
    /// <param name="rewritten">What became of it.</param>
    /// <param name="written">Its file.</param>
    /// <param name="inputs">int8, of the rewritten model's input on the grid that it was given with, one after the other.</param>
    /// <returns>Null where the original has an operator that is not interpreted.</returns>
    /// <exception cref="InvalidDataException">The bytes differ.</exception>
    public static EngineAgreement? Against(TfliteModel model, EditableGraph rewritten, byte[] written, sbyte[] inputs)
    {
        EditableGraph original = EditableGraph.Of(model);
        // A SOFTMAX in float is no longer there: what goes into it is compared.
        CutProbabilities(original);
        if (CutProbabilities(rewritten))
            written = ModelWriter.Write(rewritten, FactorPlace.Ram);
        if (!original.Operators.All(Interpreter.Knows))
            return null;
        EditableTensor input = rewritten.Given;
        int size = input.ElementCount, classes = rewritten.Output.ElementCount;
        var expected = new List<sbyte>();
        for (int n = 0; n < inputs.Length / size; n++)
        {
            var given = new Dictionary<EditableTensor, Values>(ReferenceEqualityComparer.Instance)
            {
                [original.Input] = Given(original.Input, input, inputs.AsSpan(n * size, size)),
            };
            expected.AddRange(Codes(Interpreter.Run(original.Operators, given)[original.Output], original.Output,
                rewritten.Output));
        }

        sbyte[] codes = rewritten.Codes?.Apply(inputs, input.Shape[3]) ?? inputs;
        EngineAgreement agreement = EngineAgreement.Of([.. expected], EngineAgreement.Scores(written, codes, Rounding.Float),
            classes);
        return agreement.IsExact ? agreement : throw new InvalidDataException(
            $"The rewritten file computes something else than the original: {agreement}; expected equal bytes. The model is "
            + "left alone.");
    }

    private static bool CutProbabilities(EditableGraph graph)
    {
        EditableTensor tensor = graph.Output;
        bool isBefore = false;
        while (graph.Writer(tensor) is EditableOperator writer)
        {
            if (isBefore && tensor.IsInt8)
            {
                int rest = graph.Operators.IndexOf(writer) + 1;
                graph.Operators.RemoveRange(rest, graph.Operators.Count - rest);
                graph.Output = tensor;
                graph.Labels = [];
                ModelEnds.AsRow(graph);
                return true;
            }

            if (!FollowsInput(writer))
                return false;
            isBefore |= Exponentiates(writer);
            tensor = writer.Input;
        }

        return false;
    }

    // A RESHAPE's second input only tells a shape, computed from the batch size in files of an unknown one.
    private static bool FollowsInput(EditableOperator op) =>
        Exponentiates(op) || op.Code is BuiltinOperator.RESHAPE or BuiltinOperator.QUANTIZE or BuiltinOperator.DEQUANTIZE;

    private static bool Exponentiates(EditableOperator op) =>
        op.Code is (BuiltinOperator.SOFTMAX or BuiltinOperator.LOGISTIC or BuiltinOperator.LOG_SOFTMAX) && !Interpreter.Knows(op);

    // The same input in the original's type and order.
    private static Values Given(EditableTensor original, EditableTensor rewritten, ReadOnlySpan<sbyte> codes)
    {
        Values integers = Values.Of(rewritten.Shape, [.. codes.ToArray().Select(q => (int)q)]);
        if (original.Shape is [1, var channels, var height, var width]
            && rewritten.Shape.AsSpan().SequenceEqual([1, height, width, channels])
            && !original.Shape.AsSpan().SequenceEqual(rewritten.Shape))
            integers = Movement.Transpose(integers, [0, 3, 1, 2]);
        return original.Type switch
        {
            TensorType.FLOAT32 => Values.Of(original.Shape,
                [.. integers.Integers.Select(q => rewritten.Scale * (q - rewritten.ZeroPoint))]),
            TensorType.UINT8 => Values.Of(original.Shape, [.. integers.Integers.Select(q => q + 128)]),
            _ => integers.As(original.Shape),
        };
    }

    private static IEnumerable<sbyte> Codes(Values output, EditableTensor original, EditableTensor rewritten) =>
        original.Type switch
        {
            TensorType.FLOAT32 => output.Floats.Select(real => (sbyte)Math.Round((real / rewritten.Scale) + rewritten.ZeroPoint)),
            TensorType.UINT8 => output.Integers.Select(u => (sbyte)(u - 128)),
            _ => output.Integers.Select(q => (sbyte)q),
        };
}
