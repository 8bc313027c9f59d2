using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

/// <summary>Networks small enough for a test, with every kind of layer in them.</summary>
internal static class TinyNetworks
{
    /// <summary>A block without expansion, one that halves the picture, and one with a residual.</summary>
    public static NetworkSpec Spec(int size = 16, int classes = 4) => NetworkSpec.FromStages(
        size, stemChannels: 8, stemStride: 1, [new(1, 8, 1, 1), new(3, 12, 2, 2)], headChannels: 24,
        [.. Enumerable.Range(0, classes).Select(c => $"class{c}")]);

    /// <summary>Random weights, and BatchNorm statistics that are neither zero nor one.</summary>
    public static MobileNetV2 Random(NetworkSpec spec, long seed = 4)
    {
        manual_seed(seed);
        var network = new MobileNetV2(spec);
        using var noGradient = no_grad();
        foreach (var unit in network.modules().OfType<ConvUnit>())
        {
            unit.Norm.weight!.uniform_(0.5, 1.5);
            unit.Norm.bias!.uniform_(-0.5, 0.5);
            unit.Norm.running_mean!.uniform_(-0.3, 0.3);
            unit.Norm.running_var!.uniform_(0.5, 2);
        }
        network.eval();
        return network;
    }
}
