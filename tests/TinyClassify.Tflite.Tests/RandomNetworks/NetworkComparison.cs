using TinyClassify.Runtime;

namespace TinyClassify.Tflite.Tests;

/// <summary>Runs a network with every kernel set in every rounding, and in LiteRT.</summary>
internal sealed class NetworkComparison(LiteRt liteRt)
{
    private const int Inputs = 2;

    public int Networks { get; private set; }

    /// <summary>Output bytes that were equal in all kernels and in LiteRT.</summary>
    public long Bytes { get; private set; }

    /// <summary>Networks that part from LiteRT, by 1, at a SOFTMAX.</summary>
    public int PartedAtSoftmax { get; private set; }

    /// <returns>What is wrong, or null.</returns>
    public string? Defect(NetworkRecipe recipe)
    {
        QuantizedGraph graph = recipe.Build()!;
        byte[] file = TfliteWriter.Write(graph);
        try
        {
            sbyte[] input = SmallGraphs.Inputs(graph, Inputs, seed: recipe.Height + (31 * recipe.Width));
            foreach (Rounding rounding in Enum.GetValues<Rounding>())
            {
                sbyte[] plain = Engine.Run(file, input, rounding, KernelSet.Plain);
                foreach (KernelSet kernels in new[] { KernelSet.Fastest, KernelSet.CortexM7 })
                {
                    if (Difference(plain, Engine.Run(file, input, rounding, kernels), most: 0) is string difference)
                        return $"{rounding} rounding, plain kernels against {kernels}: {difference}";
                }
            }

            Networks++;
            return LiteRtDefect(graph, file, input);
        }
        catch (Exception refused) when (refused is InvalidDataException or TinyClassifyException)
        {
            return refused.Message;
        }
    }

    // LiteRT exponentiates in float32, so the networks may part at a SOFTMAX, by 1; what follows from that is not compared.
    private string? LiteRtDefect(QuantizedGraph graph, byte[] file, sbyte[] input)
    {
        sbyte[] expected = liteRt.Run(file, input);
        if (Difference(expected, Engine.Run(file, input, Rounding.Float), most: 0) is not string difference)
        {
            Bytes += expected.Length;
            return null;
        }

        if (graph.Operators.FirstOrDefault(op => op is Softmax) is not Softmax softmax)
            return $"LiteRT against the engine: {difference}";
        PartedAtSoftmax++;
        if (!ReferenceEquals(softmax.Inputs[0], graph.Input)
            && PrefixDifference(graph, softmax.Inputs[0], input, most: 0) is string before)
            return $"LiteRT against the engine, before SOFTMAX: {before}";
        return PrefixDifference(graph, softmax.Output, input, most: 1) is string behind
            ? $"LiteRT against the engine, at SOFTMAX: {behind}"
            : null;
    }

    private string? PrefixDifference(QuantizedGraph graph, QuantizedTensor end, sbyte[] input, int most)
    {
        byte[] file = TfliteWriter.Write(Prefix(graph, end));
        return Difference(liteRt.Run(file, input), Engine.Run(file, input, Rounding.Float), most);
    }

    // The graph up to a tensor, flattened into the one row that the engine asks for.
    private static QuantizedGraph Prefix(QuantizedGraph graph, QuantizedTensor end)
    {
        int length = graph.Operators.Select(o => o.Output).ToList().IndexOf(end) + 1;
        List<QuantizedOperator> operators = [.. graph.Operators[..length]];
        if (end.Shape.Length != 2)
        {
            operators.Add(new Reshape(end, new QuantizedTensor("prefix/flat", [1, end.ElementCount], end.Scale, end.ZeroPoint)));
            end = operators[^1].Output;
        }

        return new QuantizedGraph("prefix", [], graph.Input, operators, end);
    }

    private static string? Difference(ReadOnlySpan<sbyte> expected, ReadOnlySpan<sbyte> seen, int most)
    {
        if (expected.Length != seen.Length)
            return $"{seen.Length} bytes; expected {expected.Length}";
        for (int i = 0; i < seen.Length; i++)
        {
            if (Math.Abs(seen[i] - expected[i]) > most)
                return $"byte {i} is {seen[i]}; expected {expected[i]}";
        }

        return null;
    }
}
