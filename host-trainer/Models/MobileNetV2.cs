using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>A MobileNetV2 for small pictures, built from its <see cref="NetworkSpec"/>.</summary>
public sealed class MobileNetV2 : LayeredNetwork
{
    private readonly List<InvertedResidual> _blocks = [];

    public MobileNetV2(NetworkSpec spec)
        : base("mobilenetv2")
    {
        spec.Validate();
        Spec = spec;
        Stem = new ConvUnit("stem", 3, spec.StemChannels, kernel: 3, spec.StemStride, groups: 1, hasActivation: true);
        register_module("stem", Stem);
        var input = spec.StemChannels;
        for (var i = 0; i < spec.Blocks.Count; i++)
        {
            var block = new InvertedResidual($"blocks.{i}", input, spec.Blocks[i]);
            _blocks.Add(block);
            register_module($"blocks{i}", block);
            input = spec.Blocks[i].OutputChannels;
        }
        Head = new ConvUnit("head", input, spec.HeadChannels, kernel: 1, stride: 1, groups: 1, hasActivation: true);
        Classifier = nn.Linear(spec.HeadChannels, spec.Classes.Count);
        nn.init.normal_(Classifier.weight, 0, 0.01);
        nn.init.zeros_(Classifier.bias!);
        register_module("head", Head);
        register_module("classifier", Classifier);
    }

    public NetworkSpec Spec { get; }

    public override int InputSize => Spec.InputSize;

    public ConvUnit Stem { get; }

    public IReadOnlyList<InvertedResidual> Blocks => _blocks;

    public ConvUnit Head { get; }

    public Linear Classifier { get; }

    public override T Apply<T>(ILayers<T> layers, T input)
    {
        var x = layers.Convolve(Stem, input);
        foreach (var block in _blocks)
            x = block.Apply(layers, x);
        return layers.Connect(Classifier, layers.AveragePool(layers.Convolve(Head, x)));
    }
}
