using TinyClassify.Trainer.Models;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>Filters near the geometric median of their layer can be replaced by the others: the sum of distances to all of
/// them.</summary>
/// <remarks>Source: He et al. 2019, arXiv:1811.00250, section 3.3 (FPGM). Here BatchNorm is folded in first.</remarks>
public sealed class GeometricMedianCriterion : IChannelCriterion
{
    public string Name => "fpgm";

    public double[][] Measure(LayeredNetwork network, NetworkGraph graph, IEnumerable<(Tensor Inputs, Tensor Labels)> batches,
        Action<string> say) =>
        FoldedFilters.Score(graph,
            filters => stack([.. Enumerable.Range(0, (int)filters.shape[0]).Select(c => (filters - filters[c]).norm(1).sum())]));
}
