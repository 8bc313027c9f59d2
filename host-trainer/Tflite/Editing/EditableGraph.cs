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

    /// <summary>How a picture's bytes become real values of the input as it was given; p - 128 where nothing else is
    /// known.</summary>
    public PictureNormalization Normalization
    {
        get => field is PictureNormalization stated && stated.Fits(Given) ? stated : PictureNormalization.ByteMinus128(Given);
        set;
    }

    /// <summary>The table of a picture's bytes that the file carries for its input; null where it carries none.</summary>
    public byte[]? CarriedTable { get; set; }

    /// <summary>What was taken away between the input as it was given and the first operator; null where nothing was.</summary>
    public InputCodes? Codes { get; set; }

    /// <summary>The input on the grid that it was given with.</summary>
    public EditableTensor Given => Codes is null
        ? Input
        : new EditableTensor { Name = Input.Name, Shape = Input.Shape, Type = Input.Type, Quantization = Codes.Given };

    /// <summary>int8 [channels, 256]: what each byte of a picture becomes; null for p - 128, which needs no table.</summary>
    public byte[]? PictureTable()
    {
        int bytes = 256 * Input.Shape[3];
        byte[]? carried = CarriedTable?.Length == bytes ? CarriedTable : null;
        if (!Input.IsInt8 || (carried is null && Codes is null && Normalization.IsByteMinus128(Input)))
            return null;
        EditableTensor given = Given;
        PictureNormalization normal = Normalization;
        return [.. Enumerable.Range(0, bytes).Select(i =>
        {
            (int channel, int code) = (i / 256, carried is null ? normal.Byte(given, i % 256, i / 256) : (sbyte)carried[i]);
            return (byte)(Codes?.Of(code, channel) ?? (sbyte)code);
        })];
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
        if (graph.Input.IsInt8)
            graph.CarriedTable = model.Metadata.FirstOrDefault(m => m.Name == MetadataNames.Input)?.Data.ToArray();
        return graph;
    }

    /// <summary>The operator that makes a tensor; null for the graph's input and for constants.</summary>
    public EditableOperator? Writer(EditableTensor tensor) => Operators.FirstOrDefault(op => op.Outputs.Contains(tensor));

    public IEnumerable<EditableOperator> Readers(EditableTensor tensor) => Operators.Where(op => op.Inputs.Contains(tensor));

    /// <summary>The one operator that reads a tensor which is no output of the graph; null where there are more or
    /// none.</summary>
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
