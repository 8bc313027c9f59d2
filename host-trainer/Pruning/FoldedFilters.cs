using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>A convolution's filters as the exported network has them, for criteria that look at weights alone.</summary>
internal static class FoldedFilters
{
    /// <returns>Float [outC, inC / groups * k * k] on the CPU, BatchNorm folded in: it undoes any scale of the raw weights.</returns>
    public static Tensor Of(ConvUnit unit)
    {
        var factor = unit.Norm.weight! / (unit.Norm.running_var! + unit.Norm.eps).sqrt();
        return (unit.Conv.weight! * factor.view(-1, 1, 1, 1)).detach().flatten(1).cpu();
    }

    /// <summary>Sums up, for each channel of each group, what the filters that make it score.</summary>
    /// <param name="scoreOf">Filters [outC, n] to scores [outC], none negative.</param>
    /// <returns>Scores of each layer are shares of the layer's whole, which puts layers of any size on one scale.</returns>
    public static double[][] Score(NetworkGraph graph, Func<Tensor, Tensor> scoreOf)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var importance = graph.Groups.Select(g => new double[g.Channels]).ToArray();
        foreach (var layer in graph.Layers.Where(l => l.Unit is not null))
        {
            var scores = scoreOf(Of(layer.Unit!)).to_type(ScalarType.Float64);
            var values = (scores / scores.sum().clamp_min(double.Epsilon)).data<double>().ToArray();
            for (var c = 0; c < values.Length; c++)
                importance[layer.OutputGroup][c] += values[c];
        }
        return importance;
    }
}
