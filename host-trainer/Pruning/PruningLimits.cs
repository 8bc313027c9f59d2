using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Pruning;

/// <summary>What a pruned network must fit into.</summary>
/// <param name="MaxMacs">Multiply-accumulates of one inference; the solution lands within <see cref="Tolerance"/> below unless
/// another limit forces it lower.</param>
/// <param name="MaxParameters">Weights and biases, BatchNorm folded; null asks for nothing.</param>
/// <param name="MaxPeakActivationBytes">As <see cref="GraphCost.PeakActivationBytes"/>; null asks for nothing.</param>
/// <param name="ChannelMultiple">Channels of each group become a multiple of this, where there are so many.</param>
public sealed record PruningLimits(long MaxMacs, long? MaxParameters = null, long? MaxPeakActivationBytes = null,
    int ChannelMultiple = 1)
{
    /// <summary>How far below <see cref="MaxMacs"/> a solution should land at most, as a fraction of it.</summary>
    public const double Tolerance = 0.005;

    /// <param name="macs">Multiply-accumulates of the network to prune.</param>
    public static PruningLimits Of(PruneRecipe recipe, long macs) => new((long)(macs * (1 - recipe.RemovedMacFraction)),
        recipe.MaxParameters, recipe.MaxPeakActivationBytes, recipe.ChannelMultiple);

    public bool Hold(GraphCost cost) => Excess(cost).All(e => e == 0);

    /// <returns>How far a cost is over each limit, 0 where it holds. Memory counts over all operators, so that every byte less is
    /// progress.</returns>
    internal double[] Excess(GraphCost cost) =>
    [
        Math.Max(0, cost.Macs - MaxMacs),
        Math.Max(0, cost.Parameters - (MaxParameters ?? long.MaxValue)),
        cost.ActivationBytes.Sum(bytes => (double)Math.Max(0, bytes - (MaxPeakActivationBytes ?? long.MaxValue))),
    ];

    /// <exception cref="InvalidDataException">Even the smallest network is over a limit; each such limit is named.</exception>
    internal void RequireReachable(GraphCost smallest)
    {
        var missed = new List<string>();
        Check(smallest.Macs, MaxMacs, "multiply-accumulates (prune.removedMacFraction)");
        Check(smallest.Parameters, MaxParameters, "parameters (prune.maxParameters)");
        Check(smallest.PeakActivationBytes, MaxPeakActivationBytes,
            "bytes of activations at the peak (prune.maxPeakActivationBytes)");
        if (missed.Count > 0)
            throw new InvalidDataException(
                $"Pruning cannot reach {string.Join(", nor ", missed)}. Every layer keeps at least {ChannelMultiple} channels "
                + "(prune.channelMultiple): "
                + "ask for less, or begin with a smaller network.");

        void Check(long least, long? limit, string what)
        {
            if (least > limit)
                missed.Add($"{limit:N0} {what}: the smallest network has {least:N0}");
        }
    }
}
