using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>How much the loss would change if a channel were gated off, estimated from gradients at BatchNorm.</summary>
/// <remarks>
/// A gate z = 1 behind BatchNorm's affine part has the derivative dL/dz = gamma * dL/dgamma + beta * dL/dbeta, so that no
/// gate has to be inserted; the change of the loss is dL/dz to first order. Its square is averaged over batches.
/// Source: Molchanov et al. 2019, arXiv:1906.10771, section 3.
/// </remarks>
public static class GateImportance
{
    /// <param name="network">Weights stay as they are; gradients are cleared.</param>
    /// <param name="batches">Batches of <paramref name="recipe"/>.BatchSize to average over.</param>
    /// <returns>For each group the importance of each of its channels; larger matters more.</returns>
    public static double[][] Measure(MobileNetV2 network, ChannelGroups groups, BatchSource images, OptimizerRecipe recipe, int batches)
    {
        var importance = groups.Channels.Select(channels => new double[channels]).ToArray();
        var gates = Gates(network, groups).ToArray();
        // Evaluation mode: the importance of the network as it stands, and BatchNorm's statistics stay untouched.
        network.eval();
        for (var batch = 0; batch < batches; batch++)
        {
            using var scope = NewDisposeScope();
            network.zero_grad();
            // An epoch number of its own, so that scoring sees another augmentation than any training epoch.
            var steps = images.StepsPerEpoch(recipe.BatchSize);
            var (inputs, labels) = images.Augmented(int.MaxValue - (batch / steps), batch % steps, recipe.BatchSize, recipe.ShiftPixels);
            nn.functional.cross_entropy(network.forward(inputs), labels).backward();
            var change = groups.Channels.Select(channels => new double[channels]).ToArray();
            foreach (var (group, unit) in gates)
            {
                using var noGradient = no_grad();
                var derivative = (unit.Norm.weight! * unit.Norm.weight!.grad!) + (unit.Norm.bias! * unit.Norm.bias!.grad!);
                var values = derivative.cpu().data<float>().ToArray();
                for (var c = 0; c < values.Length; c++)
                    change[group][c] += values[c];
            }
            for (var g = 0; g < change.Length; g++)
                for (var c = 0; c < change[g].Length; c++)
                    importance[g][c] += change[g][c] * change[g][c] / batches;
        }
        network.zero_grad();
        return importance;
    }

    // The expansion is left out: the depthwise convolution right behind it carries the same channels.
    private static IEnumerable<(int Group, ConvUnit Unit)> Gates(MobileNetV2 network, ChannelGroups groups)
    {
        yield return (groups.Stem, network.Stem);
        for (var i = 0; i < network.Blocks.Count; i++)
        {
            yield return (groups.Blocks[i].Expanded, network.Blocks[i].Depthwise);
            yield return (groups.Blocks[i].Output, network.Blocks[i].Project);
        }
        yield return (groups.Head, network.Head);
    }
}
