using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>How much the loss would change if a channel were gated off, estimated from gradients at BatchNorm.</summary>
/// <remarks>
/// A gate z = 1 behind BatchNorm's affine part has the derivative dL/dz = gamma * dL/dgamma + beta * dL/dbeta, so that no
/// gate has to be inserted; the change of the loss is dL/dz to first order. Its square is averaged over batches.
/// Source: Molchanov et al. 2019, arXiv:1906.10771, section 3.
/// </remarks>
public sealed class TaylorCriterion : IChannelCriterion
{
    public string Name => "taylor";

    public double[][] Measure(LayeredNetwork network, NetworkGraph graph, IEnumerable<(Tensor Inputs, Tensor Labels)> batches,
        Action<string> say)
    {
        var importance = graph.Groups.Select(g => new double[g.Channels]).ToArray();
        var gates = Gates(graph).ToArray();
        // Evaluation mode: the importance of the network as it stands, and BatchNorm's statistics stay untouched.
        network.eval();
        var count = 0;
        foreach (var (inputs, labels) in batches)
        {
            using var scope = NewDisposeScope();
            network.zero_grad();
            nn.functional.cross_entropy(network.forward(inputs), labels).backward();
            var change = graph.Groups.Select(g => new double[g.Channels]).ToArray();
            foreach (var (group, unit) in gates)
            {
                using var noGradient = no_grad();
                var derivative = (unit.Norm.weight! * unit.Norm.weight!.grad!) + (unit.Norm.bias! * unit.Norm.bias!.grad!);
                var values = derivative.cpu().data<float>().ToArray();
                for (var c = 0; c < values.Length; c++)
                    change[group][c] += values[c];
            }
            for (var g = 0; g < change.Length; g++)
                for (var c = 0; c < change[g].Length; c++)
                    importance[g][c] += change[g][c] * change[g][c];
            count++;
        }
        network.zero_grad();
        return [.. importance.Select(g => g.Select(value => value / count).ToArray())];
    }

    // A layer whose output only a depthwise convolution of the same group reads is left out: the gate behind that one
    // closes the same channels.
    private static IEnumerable<(int Group, ConvUnit Unit)> Gates(NetworkGraph graph)
    {
        for (var i = 0; i < graph.Layers.Count; i++)
        {
            var layer = graph.Layers[i];
            var isFollowed = i + 1 < graph.Layers.Count && graph.Layers[i + 1] is { IsDepthwise: true } next
                && next.OutputGroup == layer.OutputGroup && graph.Groups[layer.OutputGroup].Producers.Count == 2;
            if (layer.Unit is not null && !graph.Groups[layer.OutputGroup].IsFixed && !isFollowed)
                yield return (layer.OutputGroup, layer.Unit);
        }
    }
}
