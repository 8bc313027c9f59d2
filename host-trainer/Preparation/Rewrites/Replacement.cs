using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>Operators that give way to others which compute the same.</summary>
/// <param name="Old">What goes, in execution order; the last one makes <paramref name="Output"/>. Others that are read elsewhere,
/// too, stay.</param>
/// <param name="New">What comes, in execution order; empty where <paramref name="Output"/> was a copy of <paramref
/// name="Result"/>.</param>
/// <param name="Output">The tensor that the old operators made.</param>
/// <param name="Result">The tensor that holds the same now.</param>
internal sealed record Replacement(
    IReadOnlyList<EditableOperator> Old, IReadOnlyList<EditableOperator> New, EditableTensor Output, EditableTensor Result)
{
    private const int Trials = 4;

    /// <summary>Runs both over random tensors.</summary>
    /// <exception cref="InvalidDataException">They differ: a defect, and the model is refused.</exception>
    public void Prove(string name)
    {
        EditableTensor[] made = [.. Old.SelectMany(op => op.Outputs)];
        EditableTensor[] read = [.. Old.SelectMany(op => op.Activations).Distinct().Where(t => !made.Contains(t))];
        for (int trial = 0; trial < Trials; trial++)
        {
            var given = new Dictionary<EditableTensor, Values>(ReferenceEqualityComparer.Instance);
            for (int i = 0; i < read.Length; i++)
                given[read[i]] = RandomTensor.Of(read[i], (trial * 31) + i, extremes: trial == Trials - 1);
            Values before = Interpreter.Run(Old, given)[Output], after = Interpreter.Run(New, given)[Result];
            if (!before.SameAs(after))
                throw new InvalidDataException($"The rewrite '{name}' changes what {Old[^1]} computes; the model is left alone.");
        }
    }

    /// <summary>Puts the new operators in the old ones' place.</summary>
    public void Apply(EditableGraph graph)
    {
        int at = graph.Operators.IndexOf(Old[^1]);
        graph.Operators.InsertRange(at, New);
        graph.Operators.Remove(Old[^1]);
        if (Result != Output)
            graph.Redirect(Output, Result);
        // What somebody else still reads stays.
        foreach (EditableOperator op in Old.Reverse().Skip(1))
        {
            if (!op.Outputs.Any(made => made == graph.Output || graph.Readers(made).Any()))
                graph.Operators.Remove(op);
        }
    }
}
