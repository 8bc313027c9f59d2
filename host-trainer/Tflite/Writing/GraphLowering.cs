using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Turns a checked graph into the file's terms: tensors, constants and options.</summary>
internal static class GraphLowering
{
    public static EditableGraph Lower(QuantizedGraph graph)
    {
        var activations = new Dictionary<QuantizedTensor, EditableTensor>(ReferenceEqualityComparer.Instance)
        {
            [graph.Input] = Activation(graph.Input),
        };
        var operators = new List<EditableOperator>();
        foreach (QuantizedOperator op in graph.Operators)
        {
            EditableTensor output = activations[op.Output] = Activation(op.Output);
            EditableTensor[] inputs = [.. op.Inputs.Select(i => activations[i]), .. Constants(op)];
            (BuiltinOperator code, OperatorOptions options) = Describe(op);
            operators.Add(EditableOperator.Make(code, options, output, inputs));
        }

        return new EditableGraph
        {
            Name = graph.Name, Labels = graph.Labels, Input = activations[graph.Input], Output = activations[graph.Output],
            Operators = operators,
        };
    }

    private static (BuiltinOperator Code, OperatorOptions Options) Describe(QuantizedOperator op) => op switch
    {
        Conv2D conv => (BuiltinOperator.CONV_2D, Window(conv.Sliding, conv.Activation)),
        DepthwiseConv2D conv => (BuiltinOperator.DEPTHWISE_CONV_2D,
            Window(conv.Sliding, conv.Activation) with { DepthMultiplier = conv.DepthMultiplier }),
        PoolingOperator pool => (pool is MaxPool2D ? BuiltinOperator.MAX_POOL_2D : BuiltinOperator.AVERAGE_POOL_2D,
            Window(pool.Sliding, pool.Activation) with { FilterHeight = pool.KernelHeight, FilterWidth = pool.KernelWidth }),
        FullyConnected dense => (BuiltinOperator.FULLY_CONNECTED, new OperatorOptions { Activation = (int)dense.Activation }),
        Add add => (BuiltinOperator.ADD, new OperatorOptions { Activation = (int)add.Activation }),
        Softmax softmax => (BuiltinOperator.SOFTMAX, new OperatorOptions { Beta = softmax.Beta }),
        Reshape reshape => (BuiltinOperator.RESHAPE, new OperatorOptions { NewShape = reshape.Output.Shape }),
        Pad => (BuiltinOperator.PAD, OperatorOptions.None),
        _ => throw new ArgumentException($"Operator {op.GetType().Name} has no place in the file format."),
    };

    private static OperatorOptions Window(Sliding sliding, FusedActivation activation) => new()
    {
        Padding = (int)sliding.Padding, StrideHeight = sliding.StrideHeight, StrideWidth = sliding.StrideWidth,
        DilationHeight = sliding.DilationHeight, DilationWidth = sliding.DilationWidth, Activation = (int)activation,
    };

    private static EditableTensor[] Constants(QuantizedOperator op) => op switch
    {
        Conv2D conv => Weights(op, conv.Weights, channelAxis: 0),
        DepthwiseConv2D conv => Weights(op, conv.Weights, channelAxis: 3),
        FullyConnected dense => Weights(op, dense.Weights, channelAxis: 0),
        Reshape => [EditableTensor.Of(op.Output.Name + "/shape", [op.Output.Shape.Length], [.. op.Output.Shape])],
        Pad pad => [EditableTensor.Of(op.Output.Name + "/paddings", [4, 2], Interleave(pad))],
        _ => [],
    };

    private static EditableTensor[] Weights(QuantizedOperator op, QuantizedWeights weights, int channelAxis)
    {
        // In float32 as runtimes compute it when they check the bias against its neighbours.
        ImmutableArray<float> biasScales = [.. weights.Scales.Select(scale => op.Inputs[0].Scale * scale)];
        EditableTensor bias = EditableTensor.Of(op.Output.Name + "/bias", [weights.ChannelCount], [.. weights.Bias]);
        bias.Quantization = Symmetric(biasScales, axis: 0);
        return
        [
            new EditableTensor
            {
                Name = op.Output.Name + "/weights", Shape = [.. weights.Shape], Type = TensorType.INT8,
                Quantization = Symmetric(weights.Scales, channelAxis), Data =
                MemoryMarshal.AsBytes(weights.Values.AsSpan()).ToArray(),
            },
            bias,
        ];
    }

    // LiteRT asks for a zero point for each scale.
    private static TensorQuantization Symmetric(ImmutableArray<float> scales, int axis) =>
        new(scales, [.. Enumerable.Repeat(0L, scales.Length)], axis);

    private static EditableTensor Activation(QuantizedTensor tensor) => new()
    {
        Name = tensor.Name, Shape = [.. tensor.Shape], Type = TensorType.INT8,
        Quantization = new TensorQuantization([tensor.Scale], [tensor.ZeroPoint], 0),
    };

    private static int[] Interleave(Pad pad)
    {
        var pairs = new int[8];
        for (int axis = 0; axis < 4; axis++)
            (pairs[2 * axis], pairs[(2 * axis) + 1]) = (pad.Before[axis], pad.After[axis]);
        return pairs;
    }
}
