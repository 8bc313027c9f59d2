using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Pruning;
using TinyClassify.Trainer.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class CriterionTests
{
    private static readonly IEnumerable<(Tensor, Tensor)> s_none = [];

    [Theory]
    [InlineData("l1", 7, 10)]  // |3| + |-4|; 2 * (|1| + |2| + |2|), the 2 being gamma
    [InlineData("l2", 5, 6)]   // sqrt(9 + 16); 2 * sqrt(1 + 4 + 4)
    public void A_norm_is_that_of_the_folded_filter_and_counts_by_the_share_that_is_left(string criterion, double first,
        double second)
    {
        var network = new ChainNetwork(8, 2, ChainNetwork.Unit("a", [[3, -4, 0], [1, 2, 2]], [1, 2]));
        var importance = Measure(criterion, network);
        Close([Math.Log((first + second) / second), double.PositiveInfinity], importance);
    }

    [Fact]
    public void Shares_of_coupled_layers_add_up()
    {
        var network = new ChainNetwork(8, 2,
            ChainNetwork.Unit("a", [[3, -4, 0], [1, 2, 2]], [1, 1]), ChainNetwork.Unit("b", [[1], [-3]], [1, 1], groups: 2));
        // 7/12 + 1/4 of two whole layers are in the first channel, so 5/12 + 3/4 of 2 would be left in both.
        Close([2 * Math.Log(2 / ((5 / 12.0) + 0.75)), double.PositiveInfinity], Measure("l1", network));
    }

    [Fact]
    public void The_filter_nearest_to_all_others_matters_least_to_the_geometric_median()
    {
        // Distances by hand: 5 between the first two, 12 and 13 to the third: sums of 17, 18 and 25.
        var network = new ChainNetwork(8, 2, ChainNetwork.Unit("a", [[0, 0, 0], [3, 4, 0], [0, 0, 12]], [1, 1, 1]));
        Close([Math.Log(60 / 43.0), Math.Log(43 / 25.0), double.PositiveInfinity], Measure("fpgm", network));
    }

    [Fact]
    public void Gate_trimming_measures_the_cross_entropy_that_a_closed_gate_costs()
    {
        // The channels are 1 and 2 for a picture of ones, the classifier passes them on, and the second is right.
        var network = new ChainNetwork(8, 2, ChainNetwork.Unit("a", [[1, 0, 0], [0, 2, 0]], [1, 1]));
        using (no_grad())
        {
            network.Classifier.weight!.copy_(eye(2));
            network.Classifier.bias!.zero_();
        }
        var importance = ChannelCriteria.Of("gate-trimming").Measure(
            network, NetworkGraph.Of(network), [(ones(1, 3, 8, 8), tensor(new[] { 1L }))], _ => { });
        // Open: log(e + e^2) - 2 = log(1 + e) - 1. Without the first channel, which speaks for the wrong class, less:
        // log(1 + e^2) - 2. Without the second, 1 more: log(e + 1).
        Close([Math.Log(1 + Math.Exp(2)) - 1 - Math.Log(1 + Math.E), 1], importance[1]);
    }

    [Fact]
    public void Gate_trimming_equals_whole_passes_with_gates_closed_and_leaves_the_weights()
    {
        using var scope = NewDisposeScope();
        manual_seed(6);
        var network = new NestedNetwork();
        var graph = NetworkGraph.Of(network);
        var (inputs, labels) = (randn(6, 3, 8, 8), tensor(new long[] { 0, 1, 2, 3, 4, 0 }));
        var before = Training.ModuleState.Of(network).ToDictionary(t => t.Key, t => t.Value.detach().clone());
        var importance = ChannelCriteria.Of("gate-trimming").Measure(network, graph, [(inputs, labels)], _ => { });
        Assert.All(Training.ModuleState.Of(network), t => Assert.True(t.Value.equal(before[t.Key]).all().item<bool>(), t.Key));

        using var noGradient = no_grad();
        var open = Loss(network, inputs, labels);
        var group = graph.OutputGroup(network.Plain);
        var channel = Array.IndexOf(importance[group], importance[group].Max());
        foreach (var producer in graph.Groups[group].Producers)
        {
            producer.Unit!.Norm.weight![channel].zero_();
            producer.Unit!.Norm.bias![channel].zero_();
        }
        var gain = Loss(network, inputs, labels) - open;
        Assert.True(gain > 0);
        Assert.Equal(1, importance[group][channel] / gain, 2);
    }

    [Fact]
    public void The_Taylor_criterion_is_the_squared_change_of_the_loss_when_a_gate_closes_a_little()
    {
        var network = TinyNetworks.Random(TinyNetworks.Spec());
        var graph = NetworkGraph.Of(network);
        var batch = new BatchSource(TestImages.Patches(32), 1, CPU).Plain(0, 32);
        var importance = ChannelCriteria.Of("taylor").Measure(network, graph, [batch], _ => { });

        var head = importance[graph.OutputGroup(network.Unit("head"))];
        var channel = Array.IndexOf(head, head.Max());
        var slope = Slope(network, [network.Unit("head")], batch, channel);
        Assert.InRange(head[channel], slope * slope * 0.95, slope * slope * 1.05);
        // Every group but the pictures' and the classes' is scored.
        Assert.All(importance.Where((_, g) => !graph.Groups[g].IsFixed), scores => Assert.True(scores.Max() > 0));
    }

    [Fact]
    public void Gates_of_layers_that_add_up_close_together_and_a_depthwise_layers_gate_stands_for_the_one_before_it()
    {
        manual_seed(6);
        var network = new NestedNetwork();
        var graph = NetworkGraph.Of(network);
        var batch = (randn(6, 3, 8, 8), tensor(new long[] { 0, 1, 2, 3, 4, 0 }));
        var importance = ChannelCriteria.Of("taylor").Measure(network, graph, [batch], _ => { });
        Check(network.Plain, [.. graph.Groups[graph.OutputGroup(network.Plain)].Producers.Select(p => p.Unit!)]);
        Check(network.Wide, [network.Wide]);

        void Check(ConvUnit unit, ConvUnit[] gated)
        {
            var scores = importance[graph.OutputGroup(unit)];
            var channel = Array.IndexOf(scores, scores.Max());
            var slope = Slope(network, gated, batch, channel);
            Assert.InRange(scores[channel], slope * slope * 0.95, slope * slope * 1.05);
        }
    }

    [Fact]
    public void The_Taylor_criterion_is_the_mean_over_batches()
    {
        manual_seed(6);
        var network = new NestedNetwork();
        var graph = NetworkGraph.Of(network);
        (Tensor, Tensor)[] batches = [(randn(4, 3, 8, 8), tensor(new long[] { 0, 1, 2, 3 })),
            (randn(4, 3, 8, 8), tensor(new long[] { 4, 0, 1, 2 }))];
        double[] Score(params (Tensor, Tensor)[] some) =>
            ChannelCriteria.Of("taylor").Measure(network, graph, some, _ => { })[graph.OutputGroup(network.Plain)];
        var (first, second, both) = (Score(batches[0]), Score(batches[1]), Score(batches));
        for (var c = 0; c < both.Length; c++)
            Assert.Equal(1, both[c] / ((first[c] + second[c]) / 2), 4);
    }

    [Fact]
    public void A_recipe_names_the_criteria_there_are() => Assert.Equal(PruneRecipe.Criteria, ChannelCriteria.Names);

    // Group 0 is the picture's.
    private static double[] Measure(string criterion, LayeredNetwork network) =>
        ChannelCriteria.Of(criterion).Measure(network, NetworkGraph.Of(network), s_none, _ => { })[1];

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    private static double Loss(LayeredNetwork network, Tensor inputs, Tensor labels) =>
        nn.functional.cross_entropy(network.forward(inputs), labels).item<float>();

    // Of the loss, as the gates behind some layers' channel close: central differences.
    private static double Slope(LayeredNetwork network, ConvUnit[] gated, (Tensor Inputs, Tensor Labels) batch, int channel)
    {
        const double step = 1e-2;
        return (GatedLoss(network, gated, batch, channel, 1 + step) - GatedLoss(network, gated, batch, channel,
            1 - step)) / (2 * step);
    }

    private static double GatedLoss(LayeredNetwork network, ConvUnit[] gated, (Tensor Inputs, Tensor Labels) batch, int channel,
        double gate)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var open = gated.Select(unit => (unit.Norm, Weight: unit.Norm.weight!.clone(), Bias: unit.Norm.bias!.clone())).ToArray();
        foreach (var (norm, _, _) in open)
        {
            norm.weight![channel].mul_(gate);
            norm.bias![channel].mul_(gate);
        }
        var loss = Loss(network, batch.Inputs, batch.Labels);
        foreach (var (norm, weight, bias) in open)
        {
            norm.weight!.copy_(weight);
            norm.bias!.copy_(bias);
        }
        return loss;
    }
}
