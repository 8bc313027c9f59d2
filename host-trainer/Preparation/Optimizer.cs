using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>Rewrites somebody else's graph into the operators, types and shapes that the engine takes, and into fewer of them.
/// Every replacement is tried on random tensors before it is made.</summary>
internal static class Optimizer
{
    private static readonly Rewrite[] s_rewrites =
    [
        new FoldConstants(), new ReshapeWithKnownShape(), new DropCopies(), new MergeReshapes(), new QuantizeFirst(),
        new MergeTransposes(),
        new MeanOfPicture(), new GreatestOfPicture(), new TransposeIntoWeights(), new FullyConnectedOnRows(),
        new ClampAsShift(), new PadAsSame(), new PadIntoWiderWindow(), new TransposeBehind(),
    ];

    /// <summary>What was done, each with how often, in the order of its first time.</summary>
    /// <exception cref="InvalidDataException">A rewrite would change the result.</exception>
    public static IReadOnlyList<(string What, int Times)> Run(EditableGraph graph)
    {
        var done = new List<string>();
        while (Step(graph) is string what)
            done.Add(what);
        graph.Operators.RemoveAll(op => !op.Outputs.Any(o => o == graph.Output || graph.Readers(o).Any()));
        GiveNames(graph);
        return [.. done.GroupBy(what => what).Select(group => (group.Key, group.Count()))];
    }

    private static string? Step(EditableGraph graph)
    {
        if (ModelEnds.Step(graph) is string end)
            return end;
        foreach (Rewrite rewrite in s_rewrites)
        {
            foreach (EditableOperator op in graph.Operators)
            {
                if (op.Outputs.Count != 1 || rewrite.At(graph, op) is not Replacement replacement)
                    continue;
                if (!rewrite.IsEvident)
                    replacement.Prove(rewrite.Name);
                replacement.Apply(graph);
                return rewrite.Name;
            }
        }

        return null;
    }

    // The format's readers ask for no names, but ours are told apart by them.
    private static void GiveNames(EditableGraph graph)
    {
        var seen = new Dictionary<string, EditableTensor>(StringComparer.Ordinal);
        IEnumerable<EditableTensor> tensors = graph.Operators.SelectMany(op =>
            op.Inputs.OfType<EditableTensor>().Concat(op.Outputs)).Prepend(graph.Input);
        foreach (EditableTensor tensor in tensors.Distinct())
        {
            string name = tensor.Name;
            for (int i = 2; !seen.TryAdd(tensor.Name, tensor); i++)
                tensor.Name = $"{name}#{i}";
        }
    }
}
