using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Pruning;

/// <summary>Which layers share their channels: a channel can only be removed from all layers of its group at once.</summary>
/// <remarks>
/// A depthwise convolution has the channels of its input; a residual addition makes its two inputs one. Everything else
/// begins a new group.
/// </remarks>
public sealed class ChannelGroups
{
    private readonly List<int> _channels = [];
    private readonly List<BlockGroups> _blocks = [];

    public ChannelGroups(NetworkSpec spec)
    {
        Stem = Begin(spec.StemChannels);
        var input = Stem;
        foreach (var block in spec.Blocks)
        {
            var expanded = block.HasExpansion ? Begin(block.ExpandedChannels) : input;
            var output = block.HasResidual ? input : Begin(block.OutputChannels);
            _blocks.Add(new(input, expanded, output));
            input = output;
        }
        Head = Begin(spec.HeadChannels);
    }

    /// <summary>Channels of each group.</summary>
    public IReadOnlyList<int> Channels => _channels;

    /// <summary>Group of the stem's output.</summary>
    public int Stem { get; }

    public IReadOnlyList<BlockGroups> Blocks => _blocks;

    /// <summary>Group of the head's output, which is the classifier's input.</summary>
    public int Head { get; }

    /// <returns>The network with <paramref name="channels"/>[g] channels in group g.</returns>
    public NetworkSpec Apply(NetworkSpec spec, IReadOnlyList<int> channels) => spec with
    {
        StemChannels = channels[Stem],
        HeadChannels = channels[Head],
        Blocks = spec.Blocks.Select((block, i) => block with
        {
            ExpandedChannels = channels[_blocks[i].Expanded],
            OutputChannels = channels[_blocks[i].Output],
        }).ToArray(),
    };

    private int Begin(int channels)
    {
        _channels.Add(channels);
        return _channels.Count - 1;
    }
}

/// <summary>Groups of one bottleneck's input, of its depthwise convolution, and of its output.</summary>
public sealed record BlockGroups(int Input, int Expanded, int Output);
