using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Pruning;
using TinyClassify.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class PruningTests
{
    [Fact]
    public void Residual_and_depthwise_channels_are_coupled()
    {
        var groups = new ChannelGroups(TinyNetworks.Spec());
        // Block 0 has neither expansion nor change of shape: stem, depthwise and projection are one group.
        Assert.Equal(new BlockGroups(groups.Stem, groups.Stem, groups.Stem), groups.Blocks[0]);
        // Block 1 halves the picture: its output begins a group, which block 2's residual keeps.
        Assert.NotEqual(groups.Blocks[1].Input, groups.Blocks[1].Output);
        Assert.Equal(groups.Blocks[1].Output, groups.Blocks[2].Output);
        Assert.NotEqual(groups.Blocks[1].Expanded, groups.Blocks[2].Expanded);
        Assert.Equal([8, 24, 12, 36, 24], groups.Channels);
    }

    [Fact]
    public void Removing_channels_that_carry_nothing_changes_no_output()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var network = TinyNetworks.Random(TinyNetworks.Spec());
        var groups = new ChannelGroups(network.Spec);
        var kept = groups.Channels.Select(n => Enumerable.Range(0, n).Where(c => c % 3 != 1).ToArray()).ToArray();
        Silence(network, groups, kept);

        var pruned = ChannelPruner.Prune(network, groups, kept);
        pruned.eval();
        var input = randn(5, 3, 16, 16);
        var difference = (network.forward(input) - pruned.forward(input)).abs().max().item<float>();
        Assert.True(difference < 1e-5, $"largest difference {difference}");
        Assert.Equal(kept[groups.Blocks[2].Expanded].Length, pruned.Blocks[2].Depthwise.Conv.weight!.shape[0]);
        Assert.True(new NetworkCost(pruned.Spec).Macs < new NetworkCost(network.Spec).Macs * 0.55);
    }

    [Fact]
    public void Keeping_everything_keeps_the_weights()
    {
        var network = TinyNetworks.Random(TinyNetworks.Spec());
        var groups = new ChannelGroups(network.Spec);
        var same = ChannelPruner.Prune(network, groups, groups.Channels.Select(n => Enumerable.Range(0, n).ToArray()).ToArray());
        var (expected, actual) = (ModuleState.Of(network), ModuleState.Of(same));
        Assert.All(expected, t => Assert.True(t.Value.equal(actual[t.Key]).all().item<bool>(), t.Key));
    }

    [Theory]
    [InlineData(0.2, 4)]
    [InlineData(0.4004, 4)]
    [InlineData(0.4004, 1)]
    [InlineData(0.6, 8)]
    public void The_default_network_lands_within_half_a_percent_below_the_target_in_whole_portions(double removed, int multiple)
    {
        var spec = Recipe.Load(Recipe.DefaultPath).Network.ToSpec(["a", "b"]);
        var groups = new ChannelGroups(spec);
        var random = new DeterministicRandom(9);
        var importance = groups.Channels.Select(n => Enumerable.Range(0, n).Select(_ => 1e-3 + (random.Next(1000) / 1000.0)).ToArray()).ToArray();
        var target = (long)(new NetworkCost(spec).Macs * (1 - removed));
        var kept = ChannelSelection.Solve(spec, groups, importance, target, multiple);
        var macs = new NetworkCost(groups.Apply(spec, [.. kept.Select(k => k.Length)])).Macs;
        Assert.InRange(macs, target * 0.995, target);
        Assert.All(kept, k => Assert.Equal(0, k.Length % multiple));
        // Within a group the least important channels go.
        for (var g = 0; g < kept.Length; g++)
        {
            var gone = Enumerable.Range(0, importance[g].Length).Except(kept[g]).ToArray();
            if (gone.Length > 0)
                Assert.True(gone.Max(c => importance[g][c]) <= kept[g].Min(c => importance[g][c]));
        }
    }

    [Fact]
    public void A_target_below_the_smallest_network_is_refused()
    {
        var spec = TinyNetworks.Spec();
        var groups = new ChannelGroups(spec);
        var importance = groups.Channels.Select(n => new double[n]).ToArray();
        var error = Assert.Throws<InvalidDataException>(() => ChannelSelection.Solve(spec, groups, importance, targetMacs: 10, multiple: 4));
        Assert.Contains("10", error.Message);
    }

    [Fact]
    public void Importance_is_the_squared_change_of_the_loss_when_a_gate_closes_a_little()
    {
        var images = TestImages.Patches(32);
        var network = TinyNetworks.Random(TinyNetworks.Spec());
        var groups = new ChannelGroups(network.Spec);
        var recipe = new OptimizerRecipe
        {
            Epochs = 1, BatchSize = 32, PeakLearningRate = 0.1, WarmupFraction = 0, Momentum = 0, WeightDecay = 0, LabelSmoothing = 0, ShiftPixels = 0,
        };
        var batches = new BatchSource(images, 1, CPU);
        var importance = GateImportance.Measure(network, groups, batches, recipe, batches: 1);

        var head = importance[groups.Head];
        var channel = Array.IndexOf(head, head.Max());
        const double step = 1e-2;
        var slope = (Loss(network, batches, channel, 1 + step) - Loss(network, batches, channel, 1 - step)) / (2 * step);
        Assert.InRange(head[channel], slope * slope * 0.95, slope * slope * 1.05);
    }

    private static double Loss(MobileNetV2 network, BatchSource batches, int channel, double gate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (weight, bias) = (network.Head.Norm.weight!.clone(), network.Head.Norm.bias!.clone());
        network.Head.Norm.weight![channel].mul_(gate);
        network.Head.Norm.bias![channel].mul_(gate);
        var (inputs, labels) = batches.Augmented(int.MaxValue, 0, 32, 0);
        var loss = nn.functional.cross_entropy(network.forward(inputs), labels).item<float>();
        network.Head.Norm.weight!.copy_(weight);
        network.Head.Norm.bias!.copy_(bias);
        return loss;
    }

    // With gamma = beta = 0 a channel is 0 behind BatchNorm, and 0 is what ReLU6, padding and additions keep.
    private static void Silence(MobileNetV2 network, ChannelGroups groups, int[][] kept)
    {
        SilenceUnit(network.Stem, kept[groups.Stem]);
        for (var i = 0; i < network.Blocks.Count; i++)
        {
            var (block, g) = (network.Blocks[i], groups.Blocks[i]);
            if (block.Expand is not null)
                SilenceUnit(block.Expand, kept[g.Expanded]);
            SilenceUnit(block.Depthwise, kept[g.Expanded]);
            SilenceUnit(block.Project, kept[g.Output]);
        }
        SilenceUnit(network.Head, kept[groups.Head]);
    }

    private static void SilenceUnit(ConvUnit unit, int[] kept)
    {
        for (var c = 0; c < unit.OutputChannels; c++)
            if (!kept.Contains(c))
            {
                unit.Norm.weight![c].zero_();
                unit.Norm.bias![c].zero_();
            }
    }
}
