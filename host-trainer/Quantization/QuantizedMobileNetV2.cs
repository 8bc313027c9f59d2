using TinyClassify.Trainer.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>The int8 network, simulated in float so that it can be trained: what it computes is what the exported file
/// computes.</summary>
public sealed class QuantizedMobileNetV2 : nn.Module<Tensor, Tensor>
{
    private readonly LayerModules _layers;

    /// <param name="source">Trained float network; its weights are folded and copied.</param>
    /// <param name="rangeMomentum">Of the running activation ranges.</param>
    public QuantizedMobileNetV2(MobileNetV2 source, double rangeMomentum)
        : base("quantized")
    {
        using var noGradient = no_grad();
        Spec = source.Spec;
        _layers = new LayerModules(this);
        Spec.Apply(new Builder(_layers, source, rangeMomentum), default);
        register_parameter("classifier_weight", nn.Parameter(source.Classifier.weight!.detach().clone()));
        register_parameter("classifier_bias", nn.Parameter(source.Classifier.bias!.detach().clone()));
        Logits = new ActivationRange("logits", rangeMomentum);
        register_module("logits", Logits);
    }

    public NetworkSpec Spec { get; }

    /// <param name="name">Of a convolution, e.g. "block3/depthwise".</param>
    public QuantizedConvUnit Unit(string name) => _layers.Get<QuantizedConvUnit>(name);

    /// <param name="name">Of a residual addition, e.g. "block3/sum".</param>
    /// <returns>The grid of its output.</returns>
    public ActivationRange Sum(string name) => _layers.Get<ActivationRange>(name);

    /// <summary>Float [classes, headC].</summary>
    public Parameter ClassifierWeight => get_parameter("classifier_weight")!;

    /// <summary>Float [classes].</summary>
    public Parameter ClassifierBias => get_parameter("classifier_bias")!;

    public ActivationRange Logits { get; }

    /// <summary>Every activation range of the network.</summary>
    public IEnumerable<ActivationRange> Ranges => modules().OfType<ActivationRange>().Distinct();

    /// <param name="input">Float [N, 3, S, S], (byte - 128) / 128: on the input's grid as it is.</param>
    /// <returns>Logits on the output's grid, float [N, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        var (logits, _) = Spec.Apply(new Simulation(this), (input, QuantizationStep.Input));
        return logits;
    }

    private sealed class Builder(LayerModules layers, MobileNetV2 source, double rangeMomentum) : INetworkVisitor<ValueTuple>
    {
        public ValueTuple Convolve(ConvolutionSpec layer, ValueTuple input)
        {
            layers.Add(layer.Name, new QuantizedConvUnit(source.Unit(layer.Name), rangeMomentum));
            return default;
        }

        public ValueTuple Add(string name, ValueTuple left, ValueTuple right)
        {
            layers.Add(name, new ActivationRange("sum", rangeMomentum));
            return default;
        }

        public ValueTuple AveragePool(ValueTuple input) => default;

        public ValueTuple Connect(string name, int inputs, int outputs, ValueTuple input) => default;
    }

    // Values on a grid, and that grid.
    private sealed class Simulation(QuantizedMobileNetV2 network) : INetworkVisitor<(Tensor Values, QuantizationStep Step)>
    {
        public (Tensor Values, QuantizationStep Step) Convolve(ConvolutionSpec layer,
            (Tensor Values, QuantizationStep Step) input) =>
            network.Unit(layer.Name).Forward(input.Values, input.Step);

        public (Tensor Values, QuantizationStep Step) Add(
            string name, (Tensor Values, QuantizationStep Step) left, (Tensor Values, QuantizationStep Step) right) =>
            On(network.Sum(name), left.Values + right.Values);

        public (Tensor Values, QuantizationStep Step) AveragePool((Tensor Values, QuantizationStep Step) input) =>
            (FakeQuantization.AveragePool(input.Values, input.Step), input.Step);

        public (Tensor Values, QuantizationStep Step) Connect(
            string name, int inputs, int outputs, (Tensor Values, QuantizationStep Step) input)
        {
            var scale = WeightScales.PerTensor(network.ClassifierWeight, network.ClassifierBias, input.Step.Scale);
            var weight = FakeQuantization.Weight(network.ClassifierWeight, scale);
            var bias = FakeQuantization.Bias(network.ClassifierBias, scale * input.Step.Scale);
            return On(network.Logits, nn.functional.linear(input.Values, weight, bias));
        }

        // The range moves while it looks: the grid is asked for afterwards.
        private static (Tensor Values, QuantizationStep Step) On(ActivationRange range, Tensor values)
        {
            var rounded = range.forward(values);
            return (rounded, range.Step);
        }
    }
}
