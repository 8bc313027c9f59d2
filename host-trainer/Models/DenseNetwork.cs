using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>A wide residual network of dense 3x3 convolutions: too large for a board, quick to train, a teacher.</summary>
/// <remarks>
/// A CPU multiplies for a dense convolution ten times as fast as for a depthwise one. The layout follows the small ResNets that
/// are trained on CIFAR-10 in minutes: each stage is a convolution, max pooling and residual pairs.
/// Source: He et al. 2016, arXiv:1603.05027; Coleman et al. 2017, "DAWNBench".
/// </remarks>
public sealed class DenseNetwork : PictureNetwork
{
    private readonly ConvUnit _stem;
    private readonly List<(ConvUnit Widen, List<(ConvUnit First, ConvUnit Second)> Residuals)> _stages = [];
    private readonly Linear _classifier;

    public DenseNetwork(DenseSpec spec)
        : base("dense")
    {
        Spec = spec;
        _stem = Unit("stem", 3, spec.StemChannels);
        var channels = spec.StemChannels;
        for (var s = 0; s < spec.Stages.Count; s++)
        {
            var widen = Unit($"stage{s}_widen", channels, spec.Stages[s].Channels);
            channels = spec.Stages[s].Channels;
            var residuals = new List<(ConvUnit, ConvUnit)>();
            for (var r = 0; r < spec.Stages[s].Residuals; r++)
                residuals.Add((Unit($"stage{s}_residual{r}_first", channels, channels),
                    Unit($"stage{s}_residual{r}_second", channels, channels, isLast: true)));
            _stages.Add((widen, residuals));
        }
        _classifier = nn.Linear(channels, spec.Classes.Count);
        nn.init.normal_(_classifier.weight, 0, 0.01);
        nn.init.zeros_(_classifier.bias!);
        register_module("classifier", _classifier);
    }

    public DenseSpec Spec { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input, ScalarType type)
    {
        var x = _stem.forward(input.to_type(type));
        foreach (var (widen, residuals) in _stages)
        {
            x = nn.functional.max_pool2d(widen.forward(x), 2);
            foreach (var (first, second) in residuals)
                x = second.forward(first.forward(x)).add_(x);
        }
        return _classifier.forward(x.to_type(ScalarType.Float32).amax([2, 3]));
    }

    private ConvUnit Unit(string name, int from, int to, bool isLast = false)
    {
        var unit = new ConvUnit(new(name, from, to, Kernel: 3, Stride: 1, Groups: 1, HasActivation: !isLast));
        register_module(name, unit);
        return unit;
    }
}
