using System.Collections.Immutable;

namespace TinyClassify.Tflite.Tests;

/// <summary>A random network as a few numbers. Building it gives the same graph each time.</summary>
internal sealed record NetworkRecipe(int Height, int Width, int Channels, float Scale, int ZeroPoint,
    ImmutableArray<OperatorRecipe> Operators)
{
    /// <summary>The graph, or null where a number does not fit the others (a kernel larger than its input, and so on).</summary>
    public QuantizedGraph? Build()
    {
        try
        {
            var input = new QuantizedTensor("input", [1, Height, Width, Channels], Scale, ZeroPoint);
            var tensors = new List<QuantizedTensor> { input };
            var operators = new List<QuantizedOperator>();
            foreach (OperatorRecipe recipe in Operators)
            {
                QuantizedOperator op = OperatorBuilder.Build(recipe, tensors, $"t{tensors.Count}");
                operators.Add(op);
                tensors.Add(op.Output);
            }

            // A classifier's output is one row; the engine asks for that.
            if (tensors[^1].Shape.Length != 2)
                operators.Add(new Reshape(tensors[^1], SmallGraphs.Flat(tensors[^1])));
            return new QuantizedGraph("random", [], input, operators, operators[^1].Output);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public override string ToString() =>
        $"input [1, {Height}, {Width}, {Channels}] scale {Scale:R} zero point {ZeroPoint}\n  {string.Join("\n  ", Operators)}";
}
