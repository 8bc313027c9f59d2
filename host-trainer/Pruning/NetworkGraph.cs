using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Pruning;

/// <summary>A convolution or fully connected layer of a <see cref="NetworkGraph"/>.</summary>
/// <param name="Name">As the network registers it, e.g. "blocks3.depthwise".</param>
/// <param name="Unit">The convolution, or null for a fully connected layer.</param>
/// <param name="InputGroup">Group of the channels it reads.</param>
/// <param name="OutputGroup">Group of the channels it makes.</param>
/// <param name="OutputSize">Height and width of its output, pixels.</param>
public sealed record GraphLayer(string Name, ConvUnit? Unit, int Kernel, int InputGroup, int OutputGroup, int OutputSize)
{
    /// <summary>A filter for each channel. Equal groups alone do not tell: a residual may join a dense convolution's two
    /// sides.</summary>
    public bool IsDepthwise => Unit is { Groups: > 1 };
}

/// <summary>Channels that only go together: removing one removes it from every layer of the group.</summary>
/// <param name="Channels">How many there are.</param>
/// <param name="IsFixed">The network's input or output is among them, so that all must stay.</param>
/// <param name="Producers">Convolutions whose outputs are these channels, in order.</param>
public sealed record ChannelGroup(int Channels, bool IsFixed, IReadOnlyList<GraphLayer> Producers);

/// <summary>What a network's layers cost with given channels in each group.</summary>
/// <param name="PeakActivationBytes">Most bytes of int8 activations in use while an operator runs, operators one after another,
/// none in place.</param>
/// <param name="ActivationBytes">The same for each operator.</param>
public sealed record GraphCost(long Macs, long Parameters, long PeakActivationBytes, IReadOnlyList<long> ActivationBytes);

/// <summary>How a network's layers hang together, and which channels are coupled: found by sending a recorder through
/// it.</summary>
public sealed class NetworkGraph
{
    private readonly IReadOnlyList<Activation> _activations;
    private readonly int _operators;

    internal NetworkGraph(
        IReadOnlyList<GraphLayer> layers, IReadOnlyList<ChannelGroup> groups, IReadOnlyList<Activation> activations,
        int operators)
    {
        Layers = layers;
        Groups = groups;
        _activations = activations;
        _operators = operators;
    }

    /// <summary>In the order they are computed.</summary>
    public IReadOnlyList<GraphLayer> Layers { get; }

    public IReadOnlyList<ChannelGroup> Groups { get; }

    /// <summary>Channels of each group as the network has them.</summary>
    public int[] Channels => [.. Groups.Select(g => g.Channels)];

    /// <exception cref="NotSupportedException">The network couples channels in a way that is not known here; the message names
    /// the layer.</exception>
    public static NetworkGraph Of(LayeredNetwork network) => GraphRecorder.Record(network);

    /// <returns>Group of the channels that <paramref name="unit"/> makes.</returns>
    public int OutputGroup(ConvUnit unit) => Layers.Single(l => l.Unit == unit).OutputGroup;

    /// <param name="channels">For each group.</param>
    public GraphCost Cost(IReadOnlyList<int> channels)
    {
        var (macs, parameters) = (0L, 0L);
        foreach (var layer in Layers)
        {
            var (input, output) = (channels[layer.InputGroup], channels[layer.OutputGroup]);
            var cost = LayerCost.Of(layer.Name, input, output, layer.OutputSize, layer.Kernel, layer.IsDepthwise ? input : 1);
            macs += cost.Macs;
            parameters += cost.Parameters;
        }
        var bytes = new long[_operators];
        foreach (var activation in _activations)
            for (var i = activation.FirstOperator; i <= activation.LastOperator; i++)
                bytes[i] += (long)channels[activation.Group] * activation.Size * activation.Size;
        return new(macs, parameters, bytes.Max(), bytes);
    }

    /// <summary>A tensor [1, <paramref name="Size"/>, <paramref name="Size"/>, channels of the group] and the operators it must
    /// live through.</summary>
    internal sealed record Activation(int Group, int Size, int FirstOperator, int LastOperator);
}
