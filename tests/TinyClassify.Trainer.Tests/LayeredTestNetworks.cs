using TinyClassify.Trainer.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

/// <summary>Convolutions one after another, pooling, and a classifier: small enough to compute by hand.</summary>
internal sealed class ChainNetwork : LayeredNetwork
{
    private readonly ConvUnit[] _units;

    public ChainNetwork(int size, int classes, params ConvUnit[] units)
        : base("chain")
    {
        InputSize = size;
        _units = units;
        for (var i = 0; i < units.Length; i++)
            register_module($"unit{i}", units[i]);
        Classifier = nn.Linear(units[^1].OutputChannels, classes);
        register_module("classifier", Classifier);
        eval();
    }

    public override int InputSize { get; }

    public Linear Classifier { get; }

    public override T Apply<T>(ILayers<T> layers, T input) =>
        layers.Connect(Classifier, layers.AveragePool(_units.Aggregate(input, (x, unit) => layers.Convolve(unit, x))));

    /// <summary>A 1x1 convolution with these weights [outC][inC / groups], gamma a channel, and BatchNorm that does nothing
    /// else.</summary>
    public static ConvUnit Unit(string name, float[][] weights, float[] gamma, int groups = 1)
    {
        using var noGradient = no_grad();
        var unit = new ConvUnit(
            new(name, weights[0].Length * groups, weights.Length, Kernel: 1, Stride: 1, groups, HasActivation: true));
        unit.Conv.weight!.copy_(tensor(weights.SelectMany(w => w).ToArray()).view(unit.Conv.weight.shape));
        unit.Norm.weight!.copy_(tensor(gamma));
        unit.Norm.running_var!.fill_(1 - unit.Norm.eps);
        return unit;
    }
}

/// <summary>A residual within a residual, a plain convolution that adds its own input, and a bottleneck around a strided
/// branch.</summary>
internal sealed class NestedNetwork : LayeredNetwork
{
    public NestedNetwork()
        : base("nested")
    {
        Stem = Add("stem", 3, 8);
        Reduce = Add("reduce", 8, 8);
        Depthwise = Add("depthwise", 8, 8, kernel: 3, groups: 8);
        Restore = Add("restore", 8, 8);
        // A multiple of 16: with 12, libtorch's gradient of a dense 3x3 convolution multiplies what memory happened to hold by 0.
        Down = Add("down", 8, 16, kernel: 3, stride: 2);
        Plain = Add("plain", 16, 16, kernel: 3);
        Expand = Add("expand", 16, 32);
        Wide = Add("wide", 32, 32, kernel: 3, groups: 32);
        Project = Add("project", 32, 16);
        Classifier = nn.Linear(16, 5);
        register_module("classifier", Classifier);
        eval();
    }

    public override int InputSize => 8;

    public ConvUnit Stem { get; }

    public ConvUnit Reduce { get; }

    public ConvUnit Depthwise { get; }

    public ConvUnit Restore { get; }

    public ConvUnit Down { get; }

    public ConvUnit Plain { get; }

    public ConvUnit Expand { get; }

    public ConvUnit Wide { get; }

    public ConvUnit Project { get; }

    public Linear Classifier { get; }

    public override T Apply<T>(ILayers<T> layers, T input)
    {
        var stem = layers.Convolve(Stem, input);
        var reduced = layers.Convolve(Reduce, stem);
        var inner = layers.Add(layers.Convolve(Restore, layers.Convolve(Depthwise, reduced)), reduced);
        var outer = layers.Add(inner, stem);
        var down = layers.Convolve(Down, outer);
        var plain = layers.Add(layers.Convolve(Plain, down), down);
        var wide = layers.Convolve(Project, layers.Convolve(Wide, layers.Convolve(Expand, plain)));
        return layers.Connect(Classifier, layers.AveragePool(layers.Add(wide, plain)));
    }

    private ConvUnit Add(string name, int input, int output, int kernel = 1, int stride = 1, int groups = 1)
    {
        var unit = new ConvUnit(new(name, input, output, kernel, stride, groups, HasActivation: true));
        register_module(name, unit);
        return unit;
    }
}
