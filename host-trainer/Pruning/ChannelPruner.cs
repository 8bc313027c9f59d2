using TinyClassify.Trainer.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>Builds the smaller network that keeps only some channels, with the weights they had.</summary>
public static class ChannelPruner
{
    /// <param name="kept">For each group the channels to keep, ascending.</param>
    /// <returns>A network whose tensors really are smaller, on the same device.</returns>
    public static MobileNetV2 Prune(MobileNetV2 network, ChannelGroups groups, int[][] kept)
    {
        using var noGradient = no_grad();
        var device = network.Classifier.weight!.device;
        var pruned = new MobileNetV2(groups.Apply(network.Spec, kept.Select(k => k.Length).ToArray()));
        pruned.to(device);
        var indices = kept.Select(k => tensor(k.Select(i => (long)i).ToArray(), device: device)).ToArray();

        CopyUnit(network.Stem, pruned.Stem, null, indices[groups.Stem]);
        for (var i = 0; i < network.Blocks.Count; i++)
        {
            var (from, to, g) = (network.Blocks[i], pruned.Blocks[i], groups.Blocks[i]);
            if (from.Expand is not null)
                CopyUnit(from.Expand, to.Expand!, indices[g.Input], indices[g.Expanded]);
            CopyUnit(from.Depthwise, to.Depthwise, null, indices[g.Expanded]);
            CopyUnit(from.Project, to.Project, indices[g.Expanded], indices[g.Output]);
        }
        CopyUnit(network.Head, pruned.Head, indices[groups.Blocks.Count == 0 ? groups.Stem : groups.Blocks[^1].Output], indices[groups.Head]);
        pruned.Classifier.weight!.copy_(network.Classifier.weight!.index_select(1, indices[groups.Head]));
        pruned.Classifier.bias!.copy_(network.Classifier.bias!);
        return pruned;
    }

    // inputs is null where the weight's second axis is not the input's channels: the stem's RGB, and depthwise filters.
    private static void CopyUnit(ConvUnit from, ConvUnit to, Tensor? inputs, Tensor outputs)
    {
        var weight = from.Conv.weight!.index_select(0, outputs);
        to.Conv.weight!.copy_(inputs is null ? weight : weight.index_select(1, inputs));
        to.Norm.weight!.copy_(from.Norm.weight!.index_select(0, outputs));
        to.Norm.bias!.copy_(from.Norm.bias!.index_select(0, outputs));
        to.Norm.running_mean!.copy_(from.Norm.running_mean!.index_select(0, outputs));
        to.Norm.running_var!.copy_(from.Norm.running_var!.index_select(0, outputs));
        to.Norm.num_batches_tracked!.copy_(from.Norm.num_batches_tracked!);
    }
}
