namespace TinyClassify.Trainer.Pruning;

/// <summary>Chooses the channels to keep so that a network fits its limits.</summary>
public sealed class ChannelSelection
{
    private readonly NetworkGraph _graph;
    private readonly double[][] _importance;
    private readonly PruningLimits _limits;
    private readonly int[][] _order;
    private readonly int[] _kept;

    private ChannelSelection(NetworkGraph graph, double[][] importance, PruningLimits limits)
    {
        (_graph, _importance, _limits) = (graph, importance, limits);
        // Channels of each group from the least to the most important; all but the last kept[g] of them go.
        _order = [.. importance.Select(g => Enumerable.Range(0, g.Length).OrderBy(c => g[c]).ThenBy(c => c).ToArray())];
        _kept = graph.Channels;
    }

    /// <summary>Takes away the portion of channels that costs least importance for what it brings closer to the limits, until all
    /// hold.</summary>
    /// <param name="importance">For each group, for each channel; larger matters more.</param>
    /// <returns>For each group the indices of the channels kept, ascending.</returns>
    /// <exception cref="InvalidDataException">A limit is out of reach.</exception>
    public static int[][] Solve(NetworkGraph graph, double[][] importance, PruningLimits limits)
    {
        var multiple = limits.ChannelMultiple;
        limits.RequireReachable(graph.Cost([.. graph.Groups.Select(g => g.IsFixed ? g.Channels
            : Math.Min(g.Channels, multiple))]));
        var selection = new ChannelSelection(graph, importance, limits);
        selection.Align();
        selection.Shrink();
        selection.Fill();
        return [.. selection._order.Select((channels, g) => channels[^selection._kept[g]..].Order().ToArray())];
    }

    // What is left over beyond a multiple goes first.
    private void Align()
    {
        for (var g = 0; g < _kept.Length; g++)
            if (!_graph.Groups[g].IsFixed && _kept[g] > _limits.ChannelMultiple)
                _kept[g] -= _kept[g] % _limits.ChannelMultiple;
    }

    private void Shrink()
    {
        for (var cost = _graph.Cost(_kept); !_limits.Hold(cost); cost = _graph.Cost(_kept))
        {
            var excess = _limits.Excess(cost);
            var moves = Removable().Select(g => Removal(g, cost, excess)).Where(m => m.Progress > 0).ToArray();
            // Close to the target a cheap move may lead far below it: then a smaller one is taken, the smallest if need be.
            var fitting = moves.Where(m => m.Macs >= Lowest).ToArray();
            var best = fitting.Length > 0 || excess[0] == 0
                ? (fitting.Length > 0 ? fitting : moves).MinBy(m => m.Loss > 0 ? m.Loss / m.Progress : m.Loss * m.Progress)!
                : moves.MaxBy(m => m.Macs)!;
            _kept[best.Group] -= _limits.ChannelMultiple;
        }
    }

    // Gives channels back, one portion or one in exchange for another, while that leads closer to the target from below.
    private void Fill()
    {
        for (var cost = _graph.Cost(_kept); cost.Macs < Lowest; cost = _graph.Cost(_kept))
        {
            var changes = Addable().SelectMany(a => Removable().Where(r => r != a).Select(r => (int?)r).Prepend(null)
                .Select(r => Exchange(a, r)))
                .Where(c => c.Cost.Macs > cost.Macs && _limits.Hold(c.Cost)).ToArray();
            if (changes.Length == 0)
                return;
            var landing = changes.Where(c => c.Cost.Macs >= Lowest).ToArray();
            var best = landing.Length > 0 ? landing.MinBy(c => c.Loss)! : changes.MaxBy(c => c.Cost.Macs)!;
            _kept[best.Added] += _limits.ChannelMultiple;
            if (best.Removed is { } removed)
                _kept[removed] -= _limits.ChannelMultiple;
        }
    }

    private double Lowest => _limits.MaxMacs * (1 - PruningLimits.Tolerance);

    private IEnumerable<int> Removable() => Enumerable.Range(0, _kept.Length)
        .Where(g => !_graph.Groups[g].IsFixed && _kept[g] >= 2 * _limits.ChannelMultiple);

    private IEnumerable<int> Addable() => Enumerable.Range(0, _kept.Length)
        .Where(g => _kept[g] + _limits.ChannelMultiple <= _graph.Groups[g].Channels);

    private Move Removal(int group, GraphCost cost, double[] excess)
    {
        var after = With((group, -_limits.ChannelMultiple));
        var left = _limits.Excess(after);
        // Each limit that does not hold counts by the part of its excess that goes away.
        var progress = excess.Select((e, i) => e > 0 ? (e - left[i]) / e : 0).Sum();
        return new(group, Lost(group, _kept[group]), progress, after.Macs);
    }

    private Change Exchange(int added, int? removed)
    {
        var cost = removed is { } r
            ? With((added, _limits.ChannelMultiple), (r, -_limits.ChannelMultiple))
            : With((added, _limits.ChannelMultiple));
        var loss = -Lost(added, _kept[added] + _limits.ChannelMultiple) + (removed is { } other ? Lost(other, _kept[other]) : 0);
        return new(added, removed, loss, cost);
    }

    // Importance that goes when a group of kept channels loses a portion.
    private double Lost(int group, int kept) =>
        _order[group].Skip(_order[group].Length - kept).Take(_limits.ChannelMultiple).Sum(c => _importance[group][c]);

    private GraphCost With(params (int Group, int Change)[] changes)
    {
        var channels = (int[])_kept.Clone();
        foreach (var (group, change) in changes)
            channels[group] += change;
        return _graph.Cost(channels);
    }

    private sealed record Move(int Group, double Loss, double Progress, long Macs);

    private sealed record Change(int Added, int? Removed, double Loss, GraphCost Cost);
}
