using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Pruning;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Tests;

public class ChannelSelectionTests
{
    private static readonly Lazy<NetworkGraph> s_shipped =
        new(() => NetworkGraph.Of(new MobileNetV2(Recipe.Load(Recipe.DefaultPath).Network.ToSpec(["a", "b"]))));

    [Theory]
    [InlineData(0.2, 4)]
    [InlineData(0.4004, 4)]
    [InlineData(0.4004, 1)]
    [InlineData(0.4004, 8)]
    [InlineData(0.5, 8)]
    [InlineData(0.6, 8)]
    [InlineData(0.7, 16)]
    public void The_shipped_network_lands_within_half_a_percent_below_the_target_in_whole_portions(double removed, int multiple)
    {
        var graph = s_shipped.Value;
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var importance = Importance(graph, seed);
            var target = (long)(Cost(graph).Macs * (1 - removed));
            var kept = ChannelSelection.Solve(graph, importance, new(target, ChannelMultiple: multiple));
            Assert.InRange(Cost(graph, kept).Macs, target * 0.995, target);
            // What has no whole portion from the start may stay as it is.
            for (var g = 0; g < kept.Length; g++)
                Assert.True(kept[g].Length % multiple == 0
                    || kept[g].Length == importance[g].Length, $"group {g}: {kept[g].Length}");
            // Within a group the least important channels go.
            for (var g = 0; g < kept.Length; g++)
            {
                var gone = Enumerable.Range(0, importance[g].Length).Except(kept[g]).ToArray();
                if (gone.Length > 0)
                    Assert.True(gone.Max(c => importance[g][c]) <= kept[g].Min(c => importance[g][c]));
            }
        }
    }

    [Fact]
    public void Of_two_equal_layers_the_one_that_matters_less_shrinks()
    {
        // 3 -> 4 -> 4 -> 4 -> classes at 8x8 pixels; the middle layer's channels carry next to nothing.
        var network = new ChainNetwork(8, 2, Unit(3, 4), Unit(4, 4), Unit(4, 4));
        var graph = NetworkGraph.Of(network);
        double[][] importance = [new double[3], [5, 6, 7, 8], [0.1, 0.4, 0.2, 0.3], [5, 6, 7, 8], new double[2]];
        // 12 + 16 + 16 weights at 64 pixels and 4 x 2: two channels of the middle layer less are 2 x (4 + 4) x 64.
        var kept = ChannelSelection.Solve(graph, importance, new(2824 - 1024));
        Assert.Equal([3, 4, 2, 4, 2], kept.Select(k => k.Length));
        Assert.Equal([1, 3], kept[2]);
    }

    [Fact]
    public void A_channel_that_matters_more_goes_first_where_it_brings_more()
    {
        // 3 -> 4 -> 4 -> 16 -> classes at 8x8 pixels. A channel of the first layer is worth 0.5 and 3 + 4 weights, one of the
        // second 1 and 4 + 16: enough to reach the target at once.
        var graph = NetworkGraph.Of(new ChainNetwork(8, 2, Unit(3, 4), Unit(4, 4), Unit(4, 16)));
        double[][] importance = [new double[3], Same(4, 0.5), Same(4, 1), Same(16, 10), new double[2]];
        var kept = ChannelSelection.Solve(graph, importance, new(Cost(graph).Macs - (20 * 64)));
        Assert.Equal([3, 4, 3, 16, 2], kept.Select(k => k.Length));
    }

    [Fact]
    public void What_was_taken_too_much_is_given_back_in_exchange_for_something_smaller()
    {
        var graph = NetworkGraph.Of(new ChainNetwork(8, 2, Unit(3, 6), Unit(6, 6), Unit(6, 6)));
        double[][] importance = [new double[3], Same(6, 1), Same(6, 3), Same(6, 2), new double[2]];
        // By taking alone the third layer ends with 3 channels and the first with 1, 13 % below the target.
        var kept = ChannelSelection.Solve(graph, importance, new(1412));
        Assert.Equal([3, 2, 4, 2, 2], kept.Select(k => k.Length));
        Assert.Equal(1412, Cost(graph, kept).Macs);
    }

    [Fact]
    public void A_limit_on_parameters_holds_beside_the_one_on_multiply_accumulates()
    {
        var graph = s_shipped.Value;
        var whole = Cost(graph);
        var kept = ChannelSelection.Solve(graph, Importance(graph, 3),
            new((long)(whole.Macs * 0.8), MaxParameters: whole.Parameters / 3, ChannelMultiple: 4));
        Assert.InRange(Cost(graph, kept).Parameters, whole.Parameters * 0.3, whole.Parameters / 3);
        Assert.True(Cost(graph, kept).Macs <= whole.Macs * 0.8);
    }

    [Fact]
    public void A_limit_on_peak_memory_shrinks_the_layers_at_the_peak()
    {
        var graph = s_shipped.Value;
        var whole = Cost(graph);
        var limit = whole.PeakActivationBytes * 2 / 3;
        var macs = (long)(whole.Macs * 0.9);
        var importance = Importance(graph, 4);
        var kept = ChannelSelection.Solve(graph, importance, new(macs, MaxPeakActivationBytes: limit, ChannelMultiple: 4));
        var free = ChannelSelection.Solve(graph, importance, new(macs, ChannelMultiple: 4));
        Assert.True(Cost(graph, free).PeakActivationBytes > limit, "The limit would hold by itself: the test shows nothing.");
        Assert.True(Cost(graph, kept).PeakActivationBytes <= limit);
        // Only what lies at the peak had to go further than the multiply-accumulates ask for.
        Assert.InRange(Cost(graph, kept).Macs, macs * 0.7, macs);
    }

    [Fact]
    public void Channels_become_multiples_also_where_nothing_else_would_be_removed()
    {
        var graph = NetworkGraph.Of(new ChainNetwork(8, 2, Unit(3, 10), Unit(10, 7), Unit(7, 16)));
        var kept = ChannelSelection.Solve(graph, Importance(graph, 1), new(Cost(graph).Macs, ChannelMultiple: 8));
        Assert.Equal([3, 8, 7, 16, 2], kept.Select(k => k.Length));
    }

    [Fact]
    public void Every_limit_out_of_reach_is_named_with_what_can_be_had()
    {
        var graph = NetworkGraph.Of(TinyNetworks.Random(TinyNetworks.Spec()));
        var importance = Importance(graph, 1);
        var error = Assert.Throws<InvalidDataException>(() =>
            ChannelSelection.Solve(graph, importance, new(10, 20, 30, ChannelMultiple: 4)));
        var smallest = graph.Cost([.. graph.Groups.Select(g => g.IsFixed ? g.Channels : 4)]);
        Assert.Contains($"10 multiply-accumulates (prune.removedMacFraction): the smallest network has {smallest.Macs:N0}",
            error.Message);
        Assert.Contains($"20 parameters (prune.maxParameters): the smallest network has {smallest.Parameters:N0}", error.Message);
        Assert.Contains($"30 bytes of activations at the peak (prune.maxPeakActivationBytes): the smallest network has "
            + $"{smallest.PeakActivationBytes:N0}", error.Message);
        // What is in reach is not complained about.
        error = Assert.Throws<InvalidDataException>(() =>
            ChannelSelection.Solve(graph, importance, new(long.MaxValue, 20, ChannelMultiple: 4)));
        Assert.DoesNotContain("removedMacFraction", error.Message);
        ChannelSelection.Solve(graph, importance, new(smallest.Macs, smallest.Parameters, smallest.PeakActivationBytes,
            ChannelMultiple: 4));
    }

    private static ConvUnit Unit(int input, int output) =>
        new(new("unit", input, output, Kernel: 1, Stride: 1, Groups: 1, HasActivation: true));

    private static double[] Same(int channels, double importance) => [.. Enumerable.Repeat(importance, channels)];

    private static double[][] Importance(NetworkGraph graph, ulong seed)
    {
        var random = new DeterministicRandom(seed);
        return [.. graph.Channels.Select(n => Enumerable.Range(0, n).Select(_ => 1e-3 + (random.Next(1000) / 1000.0)).ToArray())];
    }

    private static GraphCost Cost(NetworkGraph graph, int[][]? kept = null) =>
        graph.Cost(kept is null ? graph.Channels : [.. kept.Select(k => k.Length)]);
}
