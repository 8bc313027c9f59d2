using System.Diagnostics;
using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>The information about the class that is lost when a channel's gate closes: measured by closing it.</summary>
/// <remarks>
/// Source: Yu et al. 2021, "Gate Trimming: One-Shot Channel Pruning for Efficient Convolutional Neural Networks", ICASSP: the
/// information gain of every channel, estimated once and compared over all layers. The estimator is ours. What the outputs
/// tell about the class is H(class) - H(class | outputs), and the mean cross-entropy estimates the second term; so the gain of
/// a channel is the cross-entropy with its gate closed less the cross-entropy with all gates open, in nats a picture. A gate
/// is closed by gamma = beta = 0 in every BatchNorm of the coupled group, which is exactly what removing the channel does.
/// Costs about half a forward pass a channel and batch, where the Taylor criterion costs one pass for all channels.
/// </remarks>
public sealed class GateTrimmingCriterion : IChannelCriterion
{
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromSeconds(20);

    public string Name => "gate-trimming";

    public double[][] Measure(LayeredNetwork network, NetworkGraph graph, IEnumerable<(Tensor Inputs, Tensor Labels)> batches,
        Action<string> say)
    {
        var gain = graph.Groups.Select(g => new double[g.Channels]).ToArray();
        using var noGradient = no_grad();
        network.eval();
        var pictures = 0L;
        var clock = Stopwatch.StartNew();
        foreach (var (inputs, labels) in batches)
        {
            using var scope = NewDisposeScope();
            var replay = new ReplayLayers();
            var open = CrossEntropy(replay.Record(network, inputs), labels);
            for (var g = 0; g < gain.Length; g++)
                for (var c = 0; !graph.Groups[g].IsFixed && c < gain[g].Length; c++)
                {
                    gain[g][c] += Closed(network, graph, g, c, replay, inputs, labels) - open;
                    if (clock.Elapsed < s_reportEvery)
                        continue;
                    say($"  {pictures:N0} pictures done; now channel {c + 1} of {gain[g].Length} in group {g + 1} of "
                        + $"{gain.Length}");
                    clock.Restart();
                }
            pictures += labels.shape[0];
        }
        return [.. gain.Select(g => g.Select(sum => sum / pictures).ToArray())];
    }

    private static double Closed(LayeredNetwork network, NetworkGraph graph, int group, int channel, ReplayLayers replay,
        Tensor inputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var producers = graph.Groups[group].Producers;
        var open = producers.Select(p => (p.Unit!.Norm.weight![channel].item<float>(), p.Unit!.Norm.bias![channel].item<float>()))
            .ToArray();
        foreach (var producer in producers)
            Set(producer.Unit!, channel, (0, 0));
        var entropy = CrossEntropy(replay.ReplayFrom(network, inputs, Index(graph, producers[0])), labels);
        for (var i = 0; i < producers.Count; i++)
            Set(producers[i].Unit!, channel, open[i]);
        return entropy;
    }

    private static void Set(ConvUnit unit, int channel, (float Gamma, float Beta) values)
    {
        unit.Norm.weight![channel].fill_(values.Gamma);
        unit.Norm.bias![channel].fill_(values.Beta);
    }

    private static int Index(NetworkGraph graph, GraphLayer layer) =>
        graph.Layers.Where(l => l.Unit is not null).TakeWhile(l => l != layer).Count();

    // Summed over the batch.
    private static double CrossEntropy(Tensor logits, Tensor labels) =>
        nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).item<float>();
}
