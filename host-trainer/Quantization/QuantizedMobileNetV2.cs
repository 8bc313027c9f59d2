using TinyClassify.Trainer.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>The int8 network, simulated in float so that it can be trained: what it computes is what the exported file computes.</summary>
public sealed class QuantizedMobileNetV2 : nn.Module<Tensor, Tensor>
{
    private readonly List<QuantizedBlock> _blocks = [];

    /// <param name="source">Trained float network; its weights are folded and copied.</param>
    /// <param name="rangeMomentum">Of the running activation ranges.</param>
    public QuantizedMobileNetV2(MobileNetV2 source, double rangeMomentum)
        : base("quantized")
    {
        using var noGradient = no_grad();
        Spec = source.Spec;
        Stem = new QuantizedConvUnit(source.Stem, rangeMomentum);
        register_module("stem", Stem);
        for (var i = 0; i < source.Blocks.Count; i++)
        {
            var block = new QuantizedBlock($"blocks{i}", source.Blocks[i], rangeMomentum);
            _blocks.Add(block);
            register_module($"blocks{i}", block);
        }
        Head = new QuantizedConvUnit(source.Head, rangeMomentum);
        register_parameter("classifier_weight", nn.Parameter(source.Classifier.weight!.detach().clone()));
        register_parameter("classifier_bias", nn.Parameter(source.Classifier.bias!.detach().clone()));
        Logits = new ActivationRange("logits", rangeMomentum);
        register_module("head", Head);
        register_module("logits", Logits);
    }

    public NetworkSpec Spec { get; }

    public QuantizedConvUnit Stem { get; }

    public IReadOnlyList<QuantizedBlock> Blocks => _blocks;

    public QuantizedConvUnit Head { get; }

    /// <summary>Float [classes, headC].</summary>
    public Parameter ClassifierWeight => get_parameter("classifier_weight")!;

    /// <summary>Float [classes].</summary>
    public Parameter ClassifierBias => get_parameter("classifier_bias")!;

    public ActivationRange Logits { get; }

    /// <summary>Every activation range of the network.</summary>
    public IEnumerable<ActivationRange> Ranges => modules().OfType<ActivationRange>();

    /// <param name="input">Float [N, 3, S, S], (byte - 128) / 128: on the input's grid as it is.</param>
    /// <returns>Logits on the output's grid, float [N, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        var (x, step) = Stem.Forward(input, QuantizationStep.Input);
        foreach (var block in _blocks)
            (x, step) = block.Forward(x, step);
        (x, step) = Head.Forward(x, step);
        x = FakeQuantization.AveragePool(x, step);

        var scale = WeightScales.PerTensor(ClassifierWeight, ClassifierBias, step.Scale);
        var weight = FakeQuantization.Weight(ClassifierWeight, scale);
        var bias = FakeQuantization.Bias(ClassifierBias, scale * step.Scale);
        return Logits.forward(nn.functional.linear(x, weight, bias));
    }
}
