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
    public static MobileNetV2 Prune(MobileNetV2 network, NetworkGraph graph, int[][] kept)
    {
        using var noGradient = no_grad();
        var device = network.Classifier.weight!.device;
        var pruned = new MobileNetV2(Spec(network, graph, [.. kept.Select(k => k.Length)]));
        pruned.to(device);
        var indices = kept.Select(k => tensor(k.Select(i => (long)i).ToArray(), device: device)).ToArray();
        foreach (var (from, to) in graph.Layers.Zip(NetworkGraph.Of(pruned).Layers))
        {
            if (from.Unit is null)
                CopyClassifier(network.Classifier, pruned.Classifier, indices[from.InputGroup]);
            else
                CopyUnit(from.Unit, to.Unit!, from.IsDepthwise ? null : indices[from.InputGroup], indices[from.OutputGroup]);
        }
        return pruned;
    }

    /// <returns>The network with <paramref name="channels"/>[g] channels in group g.</returns>
    public static NetworkSpec Spec(MobileNetV2 network, NetworkGraph graph, IReadOnlyList<int> channels)
    {
        return network.Spec with
        {
            StemChannels = Of("stem"),
            HeadChannels = Of("head"),
            Blocks = [.. network.Spec.Blocks.Select((block, i) => block with
            {
                ExpandedChannels = Of($"block{i}/depthwise"),
                OutputChannels = Of($"block{i}/project"),
            })],
        };

        int Of(string layer) => channels[graph.OutputGroup(network.Unit(layer))];
    }

    // A depthwise filter has no input channels to choose from: its weight's second axis is 1.
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

    private static void CopyClassifier(Linear from, Linear to, Tensor inputs)
    {
        to.weight!.copy_(from.weight!.index_select(1, inputs));
        to.bias!.copy_(from.bias!);
    }
}
