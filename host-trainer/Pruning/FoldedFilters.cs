using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>A convolution's filters as the exported network has them, for criteria that look at weights alone.</summary>
internal static class FoldedFilters
{
    /// <returns>Float [outC, inC / groups * k * k] on the CPU, BatchNorm folded in: it undoes any scale of the raw
    /// weights.</returns>
    public static Tensor Of(ConvUnit unit)
    {
        var factor = unit.Norm.weight! / (unit.Norm.running_var! + unit.Norm.eps).sqrt();
        return (unit.Conv.weight! * factor.view(-1, 1, 1, 1)).detach().flatten(1).cpu();
    }

    /// <summary>Scores the channels of each group by the filters that make them.</summary>
    /// <param name="scoreOf">Filters [outC, n] to scores [outC], none negative.</param>
    /// <returns>
    /// By how much the logarithm of what the group's layers keep of their score falls when the channel goes after all lesser
    /// ones. Within a group that is the order of the scores. Between groups, what counts is the share that is left: a layer
    /// never seems dispensable for having many channels. The last channel of a group is worth infinitely much.
    /// </returns>
    public static double[][] Score(NetworkGraph graph, Func<Tensor, Tensor> scoreOf)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var shares = graph.Groups.Select(g => new double[g.Channels]).ToArray();
        foreach (var layer in graph.Layers.Where(l => l.Unit is not null))
        {
            var scores = scoreOf(Of(layer.Unit!)).to_type(ScalarType.Float64);
            var values = (scores / scores.sum().clamp_min(double.Epsilon)).data<double>().ToArray();
            for (var c = 0; c < values.Length; c++)
                shares[layer.OutputGroup][c] += values[c];
        }
        return [.. graph.Groups.Select((group, g) => LogarithmLost(shares[g], group.Producers.Count))];
    }

    private static double[] LogarithmLost(double[] shares, int layers)
    {
        var importance = new double[shares.Length];
        var left = 0.0;
        foreach (var c in Enumerable.Range(0, shares.Length).OrderByDescending(c => shares[c]).ThenByDescending(c => c))
        {
            importance[c] = layers * Math.Log((left + shares[c]) / left);
            left += shares[c];
        }
        return importance;
    }
}
