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
        var counter = new Counter(_layers);
        spec.Apply(counter, spec.InputSize);
        FinalSize = counter.FinalSize;
    }

    public IReadOnlyList<LayerCost> Layers => _layers;

    /// <summary>Height and width that average pooling takes in, pixels.</summary>
    public int FinalSize { get; }

    public long Macs => _layers.Sum(layer => layer.Macs);

    public long Parameters => _layers.Sum(layer => layer.Parameters);

    // What flows is height and width, pixels.
    private sealed class Counter(List<LayerCost> costs) : INetworkVisitor<int>
    {
        public int FinalSize { get; private set; }

        public int Convolve(ConvolutionSpec layer, int input)
        {
            var size = (input + layer.Stride - 1) / layer.Stride;
            costs.Add(LayerCost.Of(layer.Name, layer.InputChannels, layer.OutputChannels, size, layer.Kernel, layer.Groups));
            return size;
        }

        public int Add(string name, int left, int right) => left;

        public int AveragePool(int input)
        {
            FinalSize = input;
            return 1;
        }

        public int Connect(string name, int inputs, int outputs, int input)
        {
            costs.Add(LayerCost.Of(name, inputs, outputs, size: 1, kernel: 1, groups: 1));
            return 1;
        }
    }
}
