using TinyClassify.Trainer.Models;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TinyClassify.Trainer.Pruning;

/// <summary>Passes through a network in place of a tensor, and notes layers, lifetimes, and which channels are one.</summary>
/// <remarks>
/// The rules are those of the layers, not of a network: a convolution makes new channels, unless it is depthwise; an addition
/// makes the channels of its two inputs one; pooling leaves them as they are.
/// </remarks>
internal sealed class GraphRecorder : ILayers<GraphRecorder.Value>
{
    private readonly Dictionary<Module, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly List<(string Name, ConvUnit? Unit, int Kernel, Value Input, Value Output)> _layers = [];
    private readonly List<Value> _values = [];
    private int _operators;

    private GraphRecorder(LayeredNetwork network)
    {
        foreach (var (name, module) in network.named_modules())
            _names.TryAdd(module, name);
    }

    public static NetworkGraph Record(LayeredNetwork network)
    {
        var recorder = new GraphRecorder(network);
        var input = recorder.Make(channels: 3, network.InputSize, coupled: null);
        input.IsFixed = true;
        var output = network.Apply(recorder, input);
        output.Root.IsFixed = true;
        return recorder.Build();
    }

    public Value Convolve(ConvUnit unit, Value input)
    {
        RequireChannels(unit, unit.InputChannels, input);
        var isDepthwise = unit.Groups > 1;
        if (isDepthwise && (unit.Groups != unit.InputChannels || unit.Groups != unit.OutputChannels))
            throw new NotSupportedException(
                $"Layer {Name(unit)} has {unit.InputChannels} channels in {unit.Groups} groups; convolutions are pruned with 1 "
                + "group or one a channel.");
        Read(input);
        var output = Make(unit.OutputChannels, (input.Size + unit.Stride - 1) / unit.Stride, isDepthwise ? input : null);
        _layers.Add((Name(unit), unit, unit.Kernel, input, output));
        return Ran(output);
    }

    public Value Add(Value left, Value right)
    {
        if (left.Channels != right.Channels || left.Size != right.Size)
            throw new NotSupportedException(
                $"An addition of {left.Channels} channels of {left.Size}x{left.Size} and {right.Channels} of "
                + $"{right.Size}x{right.Size}; equal shapes are expected.");
        Read(left);
        Read(right);
        Join(left, right);
        return Ran(Make(left.Channels, left.Size, left));
    }

    public Value AveragePool(Value input)
    {
        Read(input);
        return Ran(Make(input.Channels, 1, input));
    }

    public Value Connect(Linear layer, Value input)
    {
        RequireChannels(layer, (int)layer.weight!.shape[1], input);
        Read(input);
        var output = Make((int)layer.weight.shape[0], 1, coupled: null);
        _layers.Add((Name(layer), null, 1, input, output));
        return Ran(output);
    }

    private NetworkGraph Build()
    {
        var roots = _values.Select(v => v.Root).Distinct().ToList();
        var layers = _layers.Select(l => new GraphLayer(l.Name, l.Unit, l.Kernel, Group(l.Input), Group(l.Output), l.Output.Size))
            .ToArray();
        var groups = roots.Select((root, g) =>
            new ChannelGroup(root.Channels, root.IsFixed, [.. layers.Where(l => l.OutputGroup == g && l.Unit is not null)]))
            .ToArray();
        var activations = _values.Select(v => new NetworkGraph.Activation(Group(v), v.Size, v.FirstOperator, v.LastOperator))
            .ToArray();
        return new NetworkGraph(layers, groups, activations, _operators);

        int Group(Value value) => roots.IndexOf(value.Root);
    }

    // A value is read by the operator that runs next.
    private void Read(Value value) => value.LastOperator = _operators;

    private Value Ran(Value output)
    {
        output.LastOperator = _operators;
        _operators++;
        return output;
    }

    private static void Join(Value left, Value right)
    {
        var (from, to) = (left.Root, right.Root);
        if (from == to)
            return;
        from.Parent = to;
        to.IsFixed |= from.IsFixed;
    }

    private string Name(Module layer) => _names.GetValueOrDefault(layer, layer.GetName());

    private void RequireChannels(Module layer, int expected, Value input)
    {
        if (input.Channels != expected)
            throw new NotSupportedException($"Layer {Name(layer)} takes {expected} channels and is given {input.Channels}.");
    }

    private Value Make(int channels, int size, Value? coupled)
    {
        var value = new Value
        {
            Channels = channels, Size = size, FirstOperator = _operators, LastOperator = _operators,
            Parent = coupled?.Root
        };
        _values.Add(value);
        return value;
    }

    /// <summary>A tensor of the network; values of one root have the same channels.</summary>
    internal sealed class Value
    {
        public required int Channels { get; init; }

        public required int Size { get; init; }

        public required int FirstOperator { get; init; }

        public required int LastOperator { get; set; }

        public Value? Parent { get; set; }

        /// <summary>Of the root: whether its channels must stay.</summary>
        public bool IsFixed { get; set; }

        public Value Root => Parent is null ? this : Parent.Root;
    }
}
