using TinyClassify.Tflite;
using Padding = TinyClassify.Tflite.Padding;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>Turns the simulated int8 network into the integers it stands for; NCHW becomes NHWC here and nowhere else.</summary>
public sealed class GraphExport
{
    private readonly List<QuantizedOperator> _operators = [];

    private GraphExport()
    {
    }

    /// <param name="network">On the CPU.</param>
    /// <param name="name">Description of the model, kept in the file.</param>
    public static QuantizedGraph ToGraph(QuantizedMobileNetV2 network, string name)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        return new GraphExport().Build(network, name);
    }

    private QuantizedGraph Build(QuantizedMobileNetV2 network, string name)
    {
        var spec = network.Spec;
        var input = Tensor("input", [1, spec.InputSize, spec.InputSize, 3], QuantizationStep.Input);
        var x = Convolve("stem", network.Stem, input);
        for (var i = 0; i < network.Blocks.Count; i++)
            x = Block($"block{i}", network.Blocks[i], x);
        x = Convolve("head", network.Head, x);

        var (height, width, channels) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        var pooled = new QuantizedTensor("pool", [1, 1, 1, channels], x.Scale, x.ZeroPoint);
        _operators.Add(new AveragePool2D(x, pooled, height, width, new Sliding(1, Padding.Valid)));
        var flat = new QuantizedTensor("flat", [1, channels], x.Scale, x.ZeroPoint);
        _operators.Add(new Reshape(pooled, flat));

        var logits = Tensor("logits", [1, spec.Classes.Count], network.Logits.Step);
        var scales = Floats(WeightScales.PerTensor(network.ClassifierWeight, network.ClassifierBias, flat.Scale));
        var weights = new QuantizedWeights(
            Integers(network.ClassifierWeight, scales, [.. Enumerable.Repeat(0, spec.Classes.Count)]),
            [spec.Classes.Count, channels], scales, Bias(network.ClassifierBias, flat.Scale, scales));
        _operators.Add(new FullyConnected(flat, logits, weights, FusedActivation.None));
        return new QuantizedGraph(name, spec.Classes, input, _operators, logits);
    }

    private QuantizedTensor Block(string name, QuantizedBlock block, QuantizedTensor input)
    {
        var x = block.Expand is null ? input : Convolve($"{name}/expand", block.Expand, input);
        x = Convolve($"{name}/depthwise", block.Depthwise, x);
        x = Convolve($"{name}/project", block.Project, x);
        if (block.Sum is null)
            return x;
        var sum = Tensor($"{name}/sum", x.Shape.AsSpan(), block.Sum.Step);
        _operators.Add(new Add(x, input, sum, FusedActivation.None));
        return sum;
    }

    private QuantizedTensor Convolve(string name, QuantizedConvUnit unit, QuantizedTensor input)
    {
        var outputChannels = (int)unit.Weight.shape[0];
        var height = (input.Shape[1] + unit.Stride - 1) / unit.Stride;
        var width = (input.Shape[2] + unit.Stride - 1) / unit.Stride;
        var output = Tensor(name, [1, height, width, outputChannels], unit.Output.Step);
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
                new QuantizedWeights(values, [outputChannels, unit.Kernel, unit.Kernel, input.Shape[3]], scales, bias), sliding, activation));
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
                new QuantizedWeights(transposed, [1, unit.Kernel, unit.Kernel, outputChannels], scales, bias), sliding, activation));
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
