namespace TinyClassify.Trainer.Pruning;

/// <summary>The criteria that a recipe can name.</summary>
public static class ChannelCriteria
{
    private static readonly IReadOnlyList<IChannelCriterion> s_all =
        [new TaylorCriterion(), new GateTrimmingCriterion(), FilterNormCriterion.L1(), FilterNormCriterion.L2(),
            new GeometricMedianCriterion()];

    public static IEnumerable<string> Names => s_all.Select(c => c.Name);

    /// <param name="name">Of <see cref="Names"/>.</param>
    public static IChannelCriterion Of(string name) => s_all.First(c => c.Name == name);
}
