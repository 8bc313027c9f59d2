using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Pruning;
using TinyClassify.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class PruningTests
{
    [Fact]
    public void Removing_channels_that_carry_nothing_changes_no_output()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var network = TinyNetworks.Random(TinyNetworks.Spec());
        var graph = NetworkGraph.Of(network);
        var kept = graph.Groups.Select(g => Enumerable.Range(0, g.Channels).Where(c => g.IsFixed || c % 3 != 1).ToArray())
            .ToArray();
        Silence(graph, kept);

        var pruned = ChannelPruner.Prune(network, graph, kept);
        pruned.eval();
        var input = randn(5, 3, 16, 16);
        var difference = (network.forward(input) - pruned.forward(input)).abs().max().item<float>();
        Assert.True(difference < 1e-5, $"largest difference {difference}");
        Assert.Equal(kept[graph.OutputGroup(network.Unit("block2/depthwise"))].Length,
            pruned.Unit("block2/depthwise").Conv.weight!.shape[0]);
        Assert.True(new NetworkCost(pruned.Spec).Macs < new NetworkCost(network.Spec).Macs * 0.55);
    }

    [Fact]
    public void Keeping_everything_keeps_the_weights()
    {
        var network = TinyNetworks.Random(TinyNetworks.Spec());
        var graph = NetworkGraph.Of(network);
        var same = ChannelPruner.Prune(network, graph, [.. graph.Channels.Select(n => Enumerable.Range(0, n).ToArray())]);
        var (expected, actual) = (ModuleState.Of(network), ModuleState.Of(same));
        Assert.All(expected, t => Assert.True(t.Value.equal(actual[t.Key]).all().item<bool>(), t.Key));
    }

    // With gamma = beta = 0 a channel is 0 behind BatchNorm, and 0 is what ReLU6, padding and additions keep.
    private static void Silence(NetworkGraph graph, int[][] kept)
    {
        for (var g = 0; g < kept.Length; g++)
            foreach (var c in Enumerable.Range(0, graph.Groups[g].Channels).Except(kept[g]))
                foreach (var producer in graph.Groups[g].Producers)
                {
                    producer.Unit!.Norm.weight![c].zero_();
                    producer.Unit!.Norm.bias![c].zero_();
                }
    }
}
