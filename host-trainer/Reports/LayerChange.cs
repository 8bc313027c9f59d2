using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Reports;

/// <summary>What pruning took from a layer.</summary>
public sealed record LayerChange(
    string Name, int ChannelsBefore, int ChannelsAfter, long MacsBefore, long MacsAfter, long ParametersBefore,
    long ParametersAfter)
{
    public static IReadOnlyList<LayerChange> Between(NetworkSpec whole, NetworkSpec pruned) =>
        [.. new NetworkCost(whole).Layers.Zip(new NetworkCost(pruned).Layers, (b, a) =>
            new LayerChange(b.Name, b.OutputChannels, a.OutputChannels, b.Macs, a.Macs, b.Parameters, a.Parameters))];
}
