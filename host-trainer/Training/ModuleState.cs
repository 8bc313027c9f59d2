using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Parameters and buffers of a module by name.</summary>
public static class ModuleState
{
    public static Dictionary<string, Tensor> Of(nn.Module module)
    {
        var state = new Dictionary<string, Tensor>();
        foreach (var (name, parameter) in module.named_parameters())
            state.Add(name, parameter);
        foreach (var (name, buffer) in module.named_buffers())
            state.TryAdd(name, buffer);
        return state;
    }

    /// <summary>Copies <paramref name="source"/> into the module.</summary>
    /// <exception cref="InvalidDataException">A name or a shape differs.</exception>
    public static void Load(nn.Module module, IReadOnlyDictionary<string, Tensor> source)
    {
        using var noGradient = no_grad();
        var target = Of(module);
        if (target.Keys.Except(source.Keys).FirstOrDefault() is { } missing)
            throw new InvalidDataException($"The checkpoint lacks tensor {missing}.");
        if (source.Keys.Except(target.Keys).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"The checkpoint has tensor {unknown}, which the network does not have.");
        foreach (var (name, tensor) in target)
        {
            if (!tensor.shape.SequenceEqual(source[name].shape))
                throw new InvalidDataException(
                    $"Tensor {name} is [{string.Join(", ", source[name].shape)}] in the checkpoint; the network has "
                    + $"[{string.Join(", ", tensor.shape)}].");
            tensor.copy_(source[name]);
        }
    }

    /// <summary>Copies what fits by name and shape: the start of training for other classes.</summary>
    /// <returns>Names of the module's tensors that nothing was found for.</returns>
    public static IReadOnlyList<string> LoadMatching(nn.Module module, IReadOnlyDictionary<string, Tensor> source)
    {
        using var noGradient = no_grad();
        var left = new List<string>();
        foreach (var (name, tensor) in Of(module))
        {
            if (source.TryGetValue(name, out var found) && tensor.shape.SequenceEqual(found.shape))
                tensor.copy_(found);
            else
                left.Add(name);
        }
        return left;
    }
}
