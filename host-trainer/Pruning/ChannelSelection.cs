using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Pruning;

/// <summary>Chooses the channels to keep so that a network fits a number of multiply-accumulates.</summary>
public static class ChannelSelection
{
    // How far below the target a solution may land, as a fraction of it.
    private const double Tolerance = 0.005;

    /// <summary>Takes away the portion of channels that costs least importance for each multiply-accumulate saved, until it fits.</summary>
    /// <param name="importance">For each group, for each channel; larger matters more.</param>
    /// <param name="targetMacs">Most multiply-accumulates that may stay.</param>
    /// <param name="multiple">Channels that are removed at a time; a group keeps at least as many.</param>
    /// <returns>For each group the indices of the channels kept, ascending.</returns>
    /// <exception cref="InvalidDataException">Even the smallest network is too large.</exception>
    public static int[][] Solve(NetworkSpec spec, ChannelGroups groups, double[][] importance, long targetMacs, int multiple)
    {
        // Channels of each group from the least to the most important; the first removed[g] of them go.
        var order = importance.Select(g => Enumerable.Range(0, g.Length).OrderBy(c => g[c]).ThenBy(c => c).ToArray()).ToArray();
        var kept = groups.Channels.ToArray();
        var macs = new NetworkCost(spec).Macs;
        while (macs > targetMacs)
        {
            var moves = Moves(spec, groups, importance, order, kept, macs, multiple).ToArray();
            if (moves.Length == 0)
                throw new InvalidDataException(
                    $"No channels are left to remove at {macs:N0} multiply-accumulates; {targetMacs:N0} were asked for. Ask for a smaller fraction.");
            // Close to the target a cheap move may lead far below it: then a smaller one is taken, the smallest if need be.
            var fitting = moves.Where(m => macs - m.Saved >= targetMacs * (1 - Tolerance)).ToArray();
            var best = fitting.Length > 0 ? fitting.MinBy(m => m.Lost / m.Saved)! : moves.MinBy(m => m.Saved)!;
            kept[best.Group] -= best.Channels;
            macs -= best.Saved;
        }
        return order.Select((channels, g) => channels[^kept[g]..].Order().ToArray()).ToArray();
    }

    private static IEnumerable<Move> Moves(
        NetworkSpec spec, ChannelGroups groups, double[][] importance, int[][] order, int[] kept, long macs, int multiple)
    {
        for (var g = 0; g < kept.Length; g++)
        {
            // What is left over beyond a multiple goes first, so that kept counts become multiples.
            var portion = kept[g] % multiple == 0 ? multiple : kept[g] % multiple;
            if (kept[g] - portion < multiple)
                continue;
            var removed = order[g].Length - kept[g];
            var lost = 0.0;
            for (var i = 0; i < portion; i++)
                lost += importance[g][order[g][removed + i]];
            kept[g] -= portion;
            var saved = macs - new NetworkCost(groups.Apply(spec, kept)).Macs;
            kept[g] += portion;
            yield return new(g, portion, lost, saved);
        }
    }

    private sealed record Move(int Group, int Channels, double Lost, long Saved);
}
