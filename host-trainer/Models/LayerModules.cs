using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>Registers layers as a module's own, under the names that stored weights have: block3/expand is
/// blocks3.expand.</summary>
internal sealed class LayerModules(nn.Module root)
{
    private readonly Dictionary<string, nn.Module> _layers = [];
    private readonly Dictionary<string, Group> _groups = [];

    /// <param name="name">Of a <see cref="NetworkSpec"/>'s layer.</param>
    public void Add(string name, nn.Module layer)
    {
        _layers.Add(name, layer);
        if (name.IndexOf('/') is var slash and > 0)
            GroupOf(name[..slash]).register_module(name[(slash + 1)..], layer);
        else
            root.register_module(name, layer);
    }

    public T Get<T>(string name) where T : nn.Module => (T)_layers[name];

    private Group GroupOf(string block)
    {
        var name = block.Replace("block", "blocks", StringComparison.Ordinal);
        if (!_groups.TryGetValue(name, out var group))
        {
            _groups.Add(name, group = new Group(name));
            root.register_module(name, group);
        }
        return group;
    }

    private sealed class Group(string name) : nn.Module(name);
}
