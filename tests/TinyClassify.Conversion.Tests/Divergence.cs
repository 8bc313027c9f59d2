using TinyClassify.Runtime;

namespace TinyClassify.Conversion.Tests;

/// <summary>Tells a defect from a rounding where the engine and LiteRT part.</summary>
/// <remarks>XNNPACK rescales accumulators in float32, which has 24 bits; the engine in fixed point, which has 31. A value that lies
/// within float32's error of a half may round the other way, and softmax spreads that. So the networks' parting is followed back to
/// the first operator that differs, whose inputs are equal: there the exact value must lie that near to a half.</remarks>
internal sealed class Divergence(LiteRt liteRt, Rounding rounding = Rounding.Single)
{
    // Two roundings of float32, with a factor of 2 to spare.
    private const double RelativeError = 1.0 / (1 << 22);

    /// <param name="graph">A graph whose outputs differ for this input.</param>
    /// <param name="input">One input tensor.</param>
    /// <returns>Null where rounding explains the difference, else what is wrong.</returns>
    public string? Unexplained(QuantizedGraph graph, sbyte[] input)
    {
        for (int length = 1; length <= graph.Operators.Length; length++)
        {
            QuantizedOperator op = graph.Operators[length - 1];
            byte[] file = TfliteWriter.Write(Start(graph, op.Output));
            sbyte[] expected = liteRt.Run(file, input), seen = Engine.Run(file, input, rounding);
            if (expected.AsSpan().SequenceEqual(seen))
                continue;
            sbyte[] operand = ReferenceEquals(op.Inputs[0], graph.Input)
                ? input
                : Engine.Run(TfliteWriter.Write(Start(graph, op.Inputs[0])), input, rounding);
            for (int i = 0; i < seen.Length; i++)
            {
                if (expected[i] != seen[i] && Defect(op, operand, i, expected[i], seen[i]) is string defect)
                    return $"operator {length - 1}, {defect}";
            }

            return null;
        }

        return "the outputs differ, but no operator's do";
    }

    private static string? Defect(QuantizedOperator op, sbyte[] operand, int element, int expected, int seen)
    {
        string what = $"{op.Kind}, element {element}: the engine gives {seen}, LiteRT {expected}";
        if (Math.Abs(expected - seen) > 1)
            return $"{what}; expected at most 1 apart";
        // ADD, SOFTMAX and the like: runtimes keep different numbers of bits, so 1 apart is all that can be asked.
        if (ExactValue.Of(op, operand, element) is not double exact)
            return null;
        double toHalf = Math.Abs(Math.Abs(exact - Math.Floor(exact)) - 0.5);
        return toHalf <= Math.Abs(exact) * RelativeError
            ? null
            : $"{what}; the exact value {exact + op.Output.ZeroPoint:F9} is not at a half";
    }

    // The graph up to a tensor, flattened into the one row that the engine asks for.
    private static QuantizedGraph Start(QuantizedGraph graph, QuantizedTensor end)
    {
        int length = graph.Operators.Select(o => o.Output).ToList().IndexOf(end) + 1;
        List<QuantizedOperator> operators = [.. graph.Operators[..length]];
        if (end.Shape.Length != 2)
        {
            operators.Add(new Reshape(end, new QuantizedTensor("start/flat", [1, end.ElementCount], end.Scale, end.ZeroPoint)));
            end = operators[^1].Output;
        }

        return new QuantizedGraph("start", [], graph.Input, operators, end);
    }
}
