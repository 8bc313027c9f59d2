using TinyClassify.Tflite;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Pruning;
using TinyClassify.Trainer.Quantization;
using TinyClassify.Trainer.Recipes;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class NetworkGraphTests
{
    [Fact]
    public void Coupled_channels_of_nested_residuals_are_found_from_the_graph()
    {
        var network = new NestedNetwork();
        var graph = NetworkGraph.Of(network);
        Assert.Equal(
            [
                "3 fixed: ", "8: stem reduce depthwise restore", "16: down plain project", "32: expand wide", "5 fixed: ",
            ],
            graph.Groups.OrderBy(g => g.Producers.Count == 0 ? 0 : 1).ThenBy(g => g.Channels).Select(Text)
            .OrderBy(t => Order(t)));

        static string Text(ChannelGroup g) =>
            $"{g.Channels}{(g.IsFixed ? " fixed" : "")}: {string.Join(' ', g.Producers.Select(p => p.Name))}";
        static int Order(string text) => Array.IndexOf(["3", "8", "16", "32", "5"], text.Split(':', ' ')[0]);
    }

    [Fact]
    public void A_convolution_that_adds_its_own_input_is_still_a_dense_one()
    {
        var network = new NestedNetwork();
        var graph = NetworkGraph.Of(network);
        var plain = graph.Layers.Single(l => l.Unit == network.Plain);
        Assert.Equal(plain.InputGroup, plain.OutputGroup);
        Assert.False(plain.IsDepthwise);
        // Without half of its 16 channels a quarter of its weights is left: by hand, 3x3x8x8 weights at 4x4 pixels.
        var channels = graph.Channels;
        var whole = graph.Cost(channels).Macs;
        channels[plain.OutputGroup] = 8;
        var saved = ((3 * 3 * 8 * 8) + (3 * 3 * ((16 * 16) - (8 * 8))) + (8 * 32) + (32 * 8)) * 16 + (8 * 5);
        Assert.Equal(whole - saved, graph.Cost(channels).Macs);
    }

    [Fact]
    public void Removing_a_group_s_channel_leaves_no_trace_of_it()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed(4);
        var network = new NestedNetwork();
        var graph = NetworkGraph.Of(network);
        var group = graph.Groups[graph.OutputGroup(network.Restore)];
        foreach (var producer in group.Producers)
        {
            producer.Unit!.Norm.weight![5].zero_();
            producer.Unit!.Norm.bias![5].zero_();
        }
        // What reads the group does not notice which weights it has for the channel.
        var input = randn(2, 3, 8, 8);
        var before = network.forward(input);
        network.Reduce.Conv.weight!.index(TensorIndex.Colon, 5).fill_(100);
        network.Down.Conv.weight!.index(TensorIndex.Colon, 5).fill_(-100);
        Assert.Equal(0, (network.forward(input) - before).abs().max().item<float>());
    }

    [Fact]
    public void The_peak_of_activation_memory_is_the_one_computed_by_hand()
    {
        var network = new NestedNetwork();
        var graph = NetworkGraph.Of(network);
        // While the depthwise convolution runs: stem, reduced and its output, 8 channels of 8x8 each; so at all three later
        // operators until the outer sum is there, which needs inner sum, stem and itself.
        Assert.Equal(4 * 8 * 64, graph.Cost(graph.Channels).PeakActivationBytes);
        // restore: stem, reduced, depthwise's output and its own.
        Assert.Equal(3, graph.Cost(graph.Channels).ActivationBytes.ToList().IndexOf(4 * 8 * 64));
    }

    [Fact]
    public void Cost_is_that_of_the_network_and_of_the_exported_file()
    {
        var float32 = TinyNetworks.Random(TinyNetworks.Spec());
        var graph = NetworkGraph.Of(float32);
        var cost = graph.Cost(graph.Channels);
        var expected = new NetworkCost(float32.Spec);
        Assert.Equal((expected.Macs, expected.Parameters), (cost.Macs, cost.Parameters));
        Assert.Equal(expected.Layers.Select(l => (l.InputChannels, l.OutputChannels, l.OutputSize)),
            graph.Layers.Select(l => (graph.Channels[l.InputGroup], graph.Channels[l.OutputGroup], l.OutputSize)));

        using var quantized = new QuantizedMobileNetV2(float32, rangeMomentum: 1);
        quantized.train();
        quantized.forward(randn(4, 3, 16, 16));
        var file = TfliteReader.Read(TfliteWriter.Write(GraphExport.ToGraph(quantized, "test")));
        Assert.Equal(ModelInspection.Of(file).Memory.PeakBytes, cost.PeakActivationBytes);
    }

    [Fact]
    public void Groups_between_one_and_depthwise_are_refused_by_the_layers_name()
    {
        var network = new ChainNetwork(8, 2, new ConvUnit(new("stem", 3, 8, 1, 1, 1, true)),
            new ConvUnit(new("half", 8, 8, 1, 1, 2, true)));
        var error = Assert.Throws<NotSupportedException>(() => NetworkGraph.Of(network));
        Assert.Contains("unit1", error.Message);
        Assert.Contains("2 groups", error.Message);
    }

    [Fact]
    public void The_network_that_ships_couples_what_its_residuals_add()
    {
        var network = new MobileNetV2(Recipe.Load(Recipe.DefaultPath).Network.ToSpec(["a", "b"]));
        var graph = NetworkGraph.Of(network);
        Assert.All(network.Spec.Blocks.Index(), block =>
        {
            var name = $"block{block.Index}";
            var depthwise = graph.Layers.Single(l => l.Unit == network.Unit($"{name}/depthwise"));
            Assert.Equal(depthwise.InputGroup, depthwise.OutputGroup);
            var first = network.Unit(block.Item.HasExpansion ? $"{name}/expand" : $"{name}/depthwise");
            var (input, output) = (graph.Layers.Single(l => l.Unit == first).InputGroup,
                graph.OutputGroup(network.Unit($"{name}/project")));
            if (block.Item.HasResidual)
                Assert.Equal(input, output);
            else
                Assert.NotEqual(input, output);
        });
    }
}
