using TinyClassify.Tflite;
using TinyClassify.Trainer.Models;
using Padding = TinyClassify.Tflite.Padding;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>Turns the simulated int8 network into the integers it stands for; NCHW becomes NHWC here and nowhere else.</summary>
public sealed class GraphExport : INetworkVisitor<QuantizedTensor>
{
    private readonly List<QuantizedOperator> _operators = [];
    private readonly QuantizedMobileNetV2 _network;

    private GraphExport(QuantizedMobileNetV2 network) => _network = network;

    /// <param name="network">On the CPU.</param>
    /// <param name="name">Description of the model, kept in the file.</param>
    public static QuantizedGraph ToGraph(QuantizedMobileNetV2 network, string name)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var spec = network.Spec;
        var export = new GraphExport(network);
        var input = Tensor("input", [1, spec.InputSize, spec.InputSize, 3], QuantizationStep.Input);
        var logits = spec.Apply(export, input);
        return new QuantizedGraph(name, spec.Classes, input, export._operators, logits);
    }

    QuantizedTensor INetworkVisitor<QuantizedTensor>.Add(string name, QuantizedTensor left, QuantizedTensor right)
    {
        var sum = Tensor(name, left.Shape.AsSpan(), _network.Sum(name).Step);
        _operators.Add(new Add(left, right, sum, FusedActivation.None));
        return sum;
    }

    QuantizedTensor INetworkVisitor<QuantizedTensor>.AveragePool(QuantizedTensor input)
    {
        var (height, width, channels) = (input.Shape[1], input.Shape[2], input.Shape[3]);
        var pooled = new QuantizedTensor("pool", [1, 1, 1, channels], input.Scale, input.ZeroPoint);
        _operators.Add(new AveragePool2D(input, pooled, height, width, new Sliding(1, Padding.Valid)));
        var flat = new QuantizedTensor("flat", [1, channels], input.Scale, input.ZeroPoint);
        _operators.Add(new Reshape(pooled, flat));
        return flat;
    }

    QuantizedTensor INetworkVisitor<QuantizedTensor>.Connect(string name, int inputs, int outputs, QuantizedTensor input)
    {
        var logits = Tensor("logits", [1, outputs], _network.Logits.Step);
        var scales = Floats(WeightScales.PerTensor(_network.ClassifierWeight, _network.ClassifierBias, input.Scale));
        var weights = new QuantizedWeights(
            Integers(_network.ClassifierWeight, scales, [.. Enumerable.Repeat(0, outputs)]),
            [outputs, inputs], scales, Bias(_network.ClassifierBias, input.Scale, scales));
        _operators.Add(new FullyConnected(input, logits, weights, FusedActivation.None));
        return logits;
    }

    QuantizedTensor INetworkVisitor<QuantizedTensor>.Convolve(ConvolutionSpec layer, QuantizedTensor input)
    {
        var unit = _network.Unit(layer.Name);
        var outputChannels = layer.OutputChannels;
        var height = (input.Shape[1] + unit.Stride - 1) / unit.Stride;
        var width = (input.Shape[2] + unit.Stride - 1) / unit.Stride;
        var output = Tensor(layer.Name, [1, height, width, outputChannels], unit.Output.Step);
        var scales = Floats(WeightScales.PerChannel(unit.Weight, unit.Bias, input.Scale));
        var bias = Bias(unit.Bias, input.Scale, scales);
        var sliding = new Sliding(unit.Stride, Padding.Same);
        // ReLU6's clamp at 0 is the zero point -128; its clamp at 6 is the fused activation's, or the grid's end below 6.
        var activation = unit.HasActivation ? FusedActivation.Relu6 : FusedActivation.None;
        if (unit.Groups == 1)
        {
            // [outC, inC, k, k] -> [outC, k, k, inC]
            var weight = unit.Weight.permute(0, 2, 3, 1).contiguous();
            var values = Integers(weight, scales, [.. Enumerable.Range(0, outputChannels)]);
            _operators.Add(new Conv2D(input, output,
                new QuantizedWeights(values, [outputChannels, unit.Kernel, unit.Kernel, input.Shape[3]], scales, bias), sliding,
                activation));
        }
        else
        {
            // [C, 1, k, k] -> [1, k, k, C]
            var values = Integers(unit.Weight, scales, [.. Enumerable.Range(0, outputChannels)]);
            var taps = unit.Kernel * unit.Kernel;
            var transposed = new sbyte[values.Length];
            for (var c = 0; c < outputChannels; c++)
                for (var tap = 0; tap < taps; tap++)
                    transposed[(tap * outputChannels) + c] = values[(c * taps) + tap];
            _operators.Add(new DepthwiseConv2D(input, output,
                new QuantizedWeights(transposed, [1, unit.Kernel, unit.Kernel, outputChannels], scales, bias), sliding,
                activation));
        }
        return output;
    }

    private static QuantizedTensor Tensor(string name, ReadOnlySpan<int> shape, QuantizationStep step) =>
        new(name, shape, step.Scale, step.ZeroPoint);

    /// <param name="weight">Float, output channel first.</param>
    /// <param name="scaleOf">For each output channel the index into <paramref name="scales"/>.</param>
    private static sbyte[] Integers(Tensor weight, float[] scales, int[] scaleOf)
    {
        var values = Floats(weight);
        var perChannel = values.Length / scaleOf.Length;
        var integers = new sbyte[values.Length];
        for (var i = 0; i < values.Length; i++)
            integers[i] = (sbyte)Math.Clamp(Math.Round((double)values[i] / scales[scaleOf[i / perChannel]]), -127, 127);
        return integers;
    }

    private static int[] Bias(Tensor bias, float inputScale, float[] scales)
    {
        var values = Floats(bias);
        var integers = new int[values.Length];
        for (var c = 0; c < values.Length; c++)
            integers[c] = checked((int)Math.Round(values[c] / ((double)inputScale * scales[scales.Length == 1 ? 0 : c])));
        return integers;
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().cpu().contiguous().data<float>().ToArray();
}
