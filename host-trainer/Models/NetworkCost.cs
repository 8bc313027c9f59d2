namespace TinyClassify.Trainer.Models;

/// <summary>Multiply-accumulates and parameters of one convolution or fully connected layer.</summary>
/// <param name="Name">As in the exported file, e.g. "block3/depthwise".</param>
/// <param name="OutputSize">Height and width of the output, pixels.</param>
/// <param name="Macs">Multiply-accumulates of one inference.</param>
/// <param name="Parameters">Weights and biases once BatchNorm is folded.</param>
public sealed record LayerCost(string Name, int InputChannels, int OutputChannels, int OutputSize, long Macs, long Parameters)
{
    /// <param name="groups">1, or the input's channels for a depthwise convolution.</param>
    public static LayerCost Of(string name, int input, int output, int size, int kernel, int groups)
    {
        var weights = (long)output * (input / groups) * kernel * kernel;
        return new(name, input, output, size, weights * size * size, weights + output);
    }
}

/// <summary>What a network costs to run; BatchNorm counts as folded, additions and pooling as nothing, as in the paper.</summary>
public sealed class NetworkCost
{
    private readonly List<LayerCost> _layers = [];

    public NetworkCost(NetworkSpec spec)
    {
        var size = Strided(spec.InputSize, spec.StemStride);
        Add("stem", 3, spec.StemChannels, size, kernel: 3);
        var input = spec.StemChannels;
        for (var i = 0; i < spec.Blocks.Count; i++)
        {
            var block = spec.Blocks[i];
            if (block.HasExpansion)
                Add($"block{i}/expand", input, block.ExpandedChannels, size, kernel: 1);
            size = Strided(size, block.Stride);
            Add($"block{i}/depthwise", block.ExpandedChannels, block.ExpandedChannels, size, kernel: 3, groups: block.ExpandedChannels);
            Add($"block{i}/project", block.ExpandedChannels, block.OutputChannels, size, kernel: 1);
            input = block.OutputChannels;
        }
        Add("head", input, spec.HeadChannels, size, kernel: 1);
        Add("classifier", spec.HeadChannels, spec.Classes.Count, 1, kernel: 1);
        FinalSize = size;
    }

    public IReadOnlyList<LayerCost> Layers => _layers;

    /// <summary>Height and width that average pooling takes in, pixels.</summary>
    public int FinalSize { get; }

    public long Macs => _layers.Sum(layer => layer.Macs);

    public long Parameters => _layers.Sum(layer => layer.Parameters);

    private static int Strided(int size, int stride) => (size + stride - 1) / stride;

    private void Add(string name, int input, int output, int size, int kernel, int groups = 1) =>
        _layers.Add(LayerCost.Of(name, input, output, size, kernel, groups));
}
