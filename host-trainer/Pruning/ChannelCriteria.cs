namespace TinyClassify.Trainer.Pruning;

/// <summary>The criteria that a recipe can name.</summary>
public static class ChannelCriteria
{
    private static readonly IReadOnlyList<IChannelCriterion> s_all =
        [new TaylorCriterion(), new GateTrimmingCriterion(), FilterNormCriterion.L1(), FilterNormCriterion.L2(),
            new GeometricMedianCriterion()];

    public static IEnumerable<string> Names => s_all.Select(c => c.Name);

    /// <exception cref="InvalidDataException">There is no such criterion.</exception>
    public static IChannelCriterion Of(string name) => s_all.FirstOrDefault(c => c.Name == name)
        ?? throw new InvalidDataException($"prune.criterion is \"{name}\"; expected {string.Join(", ", Names)}.");
}
