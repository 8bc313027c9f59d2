using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Turns a file's description into a graph, where every operator and type has a place in one.</summary>
internal sealed class GraphImporter
{
    private readonly TfliteSubgraph _subgraph;
    private readonly Dictionary<int, QuantizedTensor> _activations = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private GraphImporter(TfliteSubgraph subgraph) => _subgraph = subgraph;

    public static QuantizedGraph Import(TfliteModel model)
    {
        if (model.Subgraphs.Length != 1)
            throw new NotSupportedException($"The file has {model.Subgraphs.Length} graphs; expected one.");
        TfliteSubgraph subgraph = model.Subgraphs[0];
        if (subgraph.Inputs.Length != 1 || subgraph.Outputs.Length != 1)
        {
            throw new NotSupportedException(
                $"The graph has {subgraph.Inputs.Length} inputs and {subgraph.Outputs.Length} outputs; expected one of each.");
        }

        var importer = new GraphImporter(subgraph);
        try
        {
            QuantizedTensor input = importer.Activation(subgraph.Inputs[0]);
            var operators = new List<QuantizedOperator>();
            for (int i = 0; i < subgraph.Operators.Length; i++)
                operators.Add(importer.Operator(i, subgraph.Operators[i]));
            return new QuantizedGraph(model.Description, model.Labels, input, operators,
                importer.Activation(subgraph.Outputs[0]));
        }
        catch (ArgumentException wrong)
        {
            throw new NotSupportedException(wrong.Message, wrong);
        }
    }

    private QuantizedOperator Operator(int index, TfliteOperator op)
    {
        if (!OperatorSignature.Supported.Contains((BuiltinOperator)op.Code))
        {
            string supported = string.Join(", ", OperatorSignature.Supported);
            throw new NotSupportedException($"Operator {index} is {op.Name}; supported are {supported}.");
        }

        if (op.Outputs.Length != 1)
            throw new NotSupportedException($"Operator {index} ({op.Name}) has {op.Outputs.Length} outputs; expected one.");
        var reader = new ImportedOperator(index, op, _subgraph, Activation);
        return (BuiltinOperator)op.Code switch
        {
            BuiltinOperator.CONV_2D => new Conv2D(
                reader.Input(0), reader.Output, reader.Weights(channelAxis: 0), reader.Sliding(), reader.Activation()),
            BuiltinOperator.DEPTHWISE_CONV_2D => new DepthwiseConv2D(
                reader.Input(0), reader.Output, reader.Weights(channelAxis: 3), reader.Sliding(), reader.Activation()),
            BuiltinOperator.FULLY_CONNECTED => new FullyConnected(
                reader.Input(0), reader.Output, reader.Weights(channelAxis: 0), reader.Activation()),
            BuiltinOperator.ADD => new Add(reader.Input(0), reader.Input(1), reader.Output, reader.Activation()),
            BuiltinOperator.AVERAGE_POOL_2D => new AveragePool2D(
                reader.Input(0), reader.Output, reader.FilterHeight, reader.FilterWidth, reader.Sliding(), reader.Activation()),
            BuiltinOperator.MAX_POOL_2D => new MaxPool2D(
                reader.Input(0), reader.Output, reader.FilterHeight, reader.FilterWidth, reader.Sliding(), reader.Activation()),
            BuiltinOperator.RESHAPE => new Reshape(reader.Input(0), reader.Output),
            BuiltinOperator.SOFTMAX => new Softmax(reader.Input(0), reader.Output, reader.Beta),
            _ => reader.Pad(),
        };
    }

    private QuantizedTensor Activation(int index)
    {
        if (_activations.TryGetValue(index, out QuantizedTensor? known))
            return known;
        TfliteTensor tensor = _subgraph.Tensors[index];
        string what = $"Tensor {index} ('{tensor.Name}')";
        if (tensor.IsConstant || tensor.IsVariable)
            throw new NotSupportedException($"{what} is a constant or a variable; expected an activation.");
        if (tensor.Type != TensorType.INT8)
        {
            throw new NotSupportedException(
                $"{what} is {tensor.Type.Name()}; expected int8 (convert with full integer quantisation, input and output "
                + "included).");
        }

        if (tensor.Quantization is not { Scales.Length: 1, ZeroPoints.Length: <= 1 } quantization)
            throw new NotSupportedException($"{what} has {tensor.Quantization?.Scales.Length ?? 0} scales; expected one.");
        long zeroPoint = quantization.ZeroPoints.Length == 0 ? 0 : quantization.ZeroPoints[0];
        if (zeroPoint is < sbyte.MinValue or > sbyte.MaxValue)
            throw new NotSupportedException($"{what} has zero point {zeroPoint}; expected -128 to 127.");
        string name = tensor.Name.Length > 0 && _names.Add(tensor.Name) ? tensor.Name : $"{tensor.Name}#{index}";
        var activation = new QuantizedTensor(name, tensor.Shape.AsSpan(), quantization.Scales[0], (int)zeroPoint);
        _activations.Add(index, activation);
        return activation;
    }
}
