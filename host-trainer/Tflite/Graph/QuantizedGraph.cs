using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>A whole int8 classifier with one input and one output, ready to be written as a .tflite file.</summary>
/// <remarks>A picture's byte p goes in as p - 128, so the input tensor's quantisation is what training used for that.</remarks>
public sealed class QuantizedGraph
{
    /// <param name="name">Description of the model, kept in the file.</param>
    /// <param name="labels">Class names in output order, without line breaks; empty where they are not known.</param>
    /// <param name="input">int8 [1, H, W, C].</param>
    /// <param name="operators">In execution order: each reads the input or what stands before it.</param>
    /// <param name="output">int8 [1, classes] (or [1, 1, 1, classes]), made by one of the operators.</param>
    /// <exception cref="ArgumentException">Order, names or labels are not as stated.</exception>
    public QuantizedGraph(
        string name, IEnumerable<string> labels, QuantizedTensor input, IEnumerable<QuantizedOperator> operators,
        QuantizedTensor output)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        Name = name;
        Labels = [.. labels];
        Input = input;
        Operators = [.. operators];
        Output = output;
        CheckOrder();
        CheckLabels();
    }

    public string Name { get; }

    public ImmutableArray<string> Labels { get; }

    public QuantizedTensor Input { get; }

    public ImmutableArray<QuantizedOperator> Operators { get; }

    public QuantizedTensor Output { get; }

    /// <summary>Multiply-accumulates of one inference.</summary>
    public long Macs => Operators.Sum(o => o.Macs);

    private void CheckOrder()
    {
        var ready = new HashSet<QuantizedTensor>(ReferenceEqualityComparer.Instance) { Input };
        var names = new HashSet<string>(StringComparer.Ordinal) { Input.Name };
        for (int i = 0; i < Operators.Length; i++)
        {
            QuantizedOperator op = Operators[i];
            ArgumentNullException.ThrowIfNull(op, $"operators[{i}]");
            foreach (QuantizedTensor tensor in op.Inputs)
            {
                if (!ready.Contains(tensor))
                {
                    throw new ArgumentException(
                        $"Operator {i} ({op.Kind}) reads {tensor}, which no operator before it makes; expected execution order.");
                }
            }

            if (!ready.Add(op.Output))
                throw new ArgumentException($"Operator {i} ({op.Kind}) makes '{op.Output.Name}' a second time; expected once.");
            if (!names.Add(op.Output.Name))
                throw new ArgumentException($"Operator {i} ({op.Kind}) makes a second tensor named '{op.Output.Name}'.");
        }

        if (ReferenceEquals(Input, Output) || !ready.Contains(Output))
            throw new ArgumentException($"The output {Output} is made by no operator.");
    }

    private void CheckLabels()
    {
        if (Labels.Length == 0)
            return;
        int classes = Output.Shape[^1];
        if (Labels.Length != classes || Output.ElementCount != classes)
        {
            throw new ArgumentException(
                $"There are {Labels.Length} labels for an output of shape {Shapes.Text(Output.Shape)}; expected one a class.");
        }

        for (int i = 0; i < Labels.Length; i++)
        {
            if (string.IsNullOrEmpty(Labels[i]) || Labels[i].AsSpan().IndexOfAny('\n', '\r', '\0') >= 0)
                throw new ArgumentException($"Label {i} is empty or holds a line break; expected one line of text.");
        }
    }
}
