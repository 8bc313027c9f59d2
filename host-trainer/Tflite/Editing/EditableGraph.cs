using System.Collections.Immutable;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Any model's graph, to be rewritten and written: operators and types that have no place in a
/// <see cref="QuantizedGraph"/> included.</summary>
internal sealed class EditableGraph
{
    /// <summary>Description of the model, kept in the file.</summary>
    public required string Name { get; set; }

    /// <summary>Class names in output order; empty where they are not known.</summary>
    public ImmutableArray<string> Labels { get; set; } = [];

    public required EditableTensor Input { get; set; }

    public required EditableTensor Output { get; set; }

    /// <summary>How a picture's bytes become the input's real values, for the metadata; p - 128 where nothing else is known.</summary>
    public PictureNormalization Normalization
    {
        get => field is PictureNormalization stated && stated.Fits(Input) ? stated : PictureNormalization.ByteMinus128(Input);
        set;
    }

    /// <summary>In execution order.</summary>
    public List<EditableOperator> Operators { get; init; } = [];

    /// <exception cref="NotSupportedException">Not one graph with one input and one output.</exception>
    public static EditableGraph Of(TfliteModel model)
    {
        TfliteSubgraph subgraph = model.Subgraphs[0];
        if (model.Subgraphs.Length != 1)
            throw new NotSupportedException($"The file has {model.Subgraphs.Length} graphs; expected one.");
        if (subgraph.Inputs.Length != 1 || subgraph.Outputs.Length != 1)
        {
            throw new NotSupportedException(
                $"The graph has {subgraph.Inputs.Length} inputs and {subgraph.Outputs.Length} outputs; expected one of each: " +
                "a picture in, the classes' scores out.");
        }

        EditableTensor[] tensors = [.. subgraph.Tensors.Select(Tensor)];
        var graph = new EditableGraph
        {
            Name = model.Description, Labels = model.Labels,
            Input = tensors[subgraph.Inputs[0]], Output = tensors[subgraph.Outputs[0]],
            Operators =
            [
                .. subgraph.Operators.Select(op => new EditableOperator
                {
                    Code = (BuiltinOperator)op.Code, Name = op.Name, Version = op.Version, Options = op.Options,
                    Inputs = [.. op.Inputs.Select(i => i < 0 ? null : tensors[i])],
                    Outputs = [.. op.Outputs.Select(i => tensors[i])],
                }),
            ],
        };
        if (NormalizationReader.Read(model.Metadata) is PictureNormalization stated)
            graph.Normalization = stated;
        return graph;
    }

    /// <summary>The operator that makes a tensor; null for the graph's input and for constants.</summary>
    public EditableOperator? Writer(EditableTensor tensor) => Operators.FirstOrDefault(op => op.Outputs.Contains(tensor));

    public IEnumerable<EditableOperator> Readers(EditableTensor tensor) => Operators.Where(op => op.Inputs.Contains(tensor));

    /// <summary>The one operator that reads a tensor which is no output of the graph; null where there are more or none.</summary>
    public EditableOperator? OnlyReader(EditableTensor tensor)
    {
        EditableOperator[] readers = [.. Readers(tensor).Take(2)];
        return readers.Length == 1 && tensor != Output && readers[0].Inputs.Count(t => t == tensor) == 1 ? readers[0] : null;
    }

    /// <summary>Everything that read a tensor reads another one.</summary>
    public void Redirect(EditableTensor from, EditableTensor to)
    {
        foreach (EditableOperator op in Operators)
        {
            for (int i = 0; i < op.Inputs.Count; i++)
                op.Inputs[i] = op.Inputs[i] == from ? to : op.Inputs[i];
        }

        if (Output == from)
            Output = to;
    }

    private static EditableTensor Tensor(TfliteTensor tensor) => new()
    {
        Name = tensor.Name, Shape = [.. tensor.Shape], Type = tensor.Type, Quantization = tensor.Quantization, Data = tensor.Data,
        IsVariable = tensor.IsVariable, IsSparse = tensor.IsSparse,
    };
}
