using TinyClassify.Runtime;
using TinyClassify.Tflite;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Quantization;
using TinyClassify.Trainer.Recipes;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Sweeps;

/// <summary>What the board would need for a recipe's network once it is pruned, told by the engine before anything is
/// trained.</summary>
/// <param name="UnprunedMacs">Multiply-accumulates of the network as the recipe lays it out.</param>
/// <param name="Macs">Those that pruning leaves.</param>
/// <param name="File">Bytes of the .tflite file.</param>
/// <param name="Memory">With the Cortex-M7's kernels.</param>
public sealed record NetworkNeeds(long UnprunedMacs, long Macs, ReadOnlyMemory<byte> File, ModelRequirements Memory)
{
    private static readonly string[] s_classes = [.. Enumerable.Range(0, 10).Select(c => $"class {c}")];

    /// <summary>Lays the network out with random weights and ten classes, and asks the engine: its needs depend on shapes
    /// alone.</summary>
    /// <exception cref="TinyClassifyException">The engine does not take such a network.</exception>
    public static NetworkNeeds Of(Recipe recipe)
    {
        var whole = recipe.Network.ToSpec(s_classes);
        var spec = CutEvenly(whole, recipe.Prune);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        manual_seed((long)recipe.Seed);
        using var network = new MobileNetV2(spec);
        using var quantized = new QuantizedMobileNetV2(network, rangeMomentum: 1);
        quantized.train();
        // As many pictures as keep libtorch from NNPACK, which warns of processors that it does not know.
        quantized.forward(rand(16, 3, spec.InputSize, spec.InputSize).mul(2).sub(1));
        var file = TfliteWriter.Write(GraphExport.ToGraph(quantized, "random weights"));
        return new(new NetworkCost(whole).Macs, new NetworkCost(spec).Macs, file,
            ClassifierModel.Measure(file, kernels: KernelSet.CortexM7));
    }

    // The same share of the channels everywhere, until what is left is within pruning's limits; pruning itself chooses.
    private static NetworkSpec CutEvenly(NetworkSpec whole, PruneRecipe prune)
    {
        var allowed = (1 - prune.RemovedMacFraction) * new NetworkCost(whole).Macs;
        var (narrow, wide) = (0.0, 1.0);
        while (wide - narrow > 1e-3)
        {
            var width = (narrow + wide) / 2;
            var cost = new NetworkCost(At(width));
            if (cost.Macs <= allowed && !(cost.Parameters > prune.MaxParameters))
                narrow = width;
            else
                wide = width;
        }
        return At(narrow);

        NetworkSpec At(double width)
        {
            var spec = whole with { StemChannels = Cut(whole.StemChannels), HeadChannels = Cut(whole.HeadChannels) };
            var input = spec.StemChannels;
            var blocks = new List<BlockSpec>();
            foreach (var block in whole.Blocks)
            {
                blocks.Add(block with
                {
                    ExpandedChannels = block.HasExpansion ? Cut(block.ExpandedChannels) : input,
                    OutputChannels = Cut(block.OutputChannels),
                });
                input = blocks[^1].OutputChannels;
            }
            return spec with { Blocks = blocks };

            int Cut(int channels) =>
                Math.Max(1, (int)Math.Round(width * channels / prune.ChannelMultiple)) * prune.ChannelMultiple;
        }
    }
}
