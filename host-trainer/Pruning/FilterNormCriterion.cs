using TinyClassify.Trainer.Models;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>Small filters matter little: the norm of a channel's filter.</summary>
/// <remarks>Source: Li et al. 2017, arXiv:1608.08710, section 3, for l1. Here BatchNorm is folded in first.</remarks>
public sealed class FilterNormCriterion : IChannelCriterion
{
    private readonly float _order;

    private FilterNormCriterion(string name, float order) => (Name, _order) = (name, order);

    public string Name { get; }

    public static FilterNormCriterion L1() => new("l1", 1);

    public static FilterNormCriterion L2() => new("l2", 2);

    public double[][] Measure(LayeredNetwork network, NetworkGraph graph, IEnumerable<(Tensor Inputs, Tensor Labels)> batches,
        Action<string> say) =>
        FoldedFilters.Score(graph, filters => filters.norm(1, keepdim: false, p: _order));
}
