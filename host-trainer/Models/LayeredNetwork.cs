using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>A network that states once how its layers follow each other: for computing and for finding out about it
/// alike.</summary>
public abstract class LayeredNetwork(string name) : PictureNetwork(name)
{
    /// <summary>Height and width of the RGB input, pixels.</summary>
    public abstract int InputSize { get; }

    /// <summary>Sends a value through all layers in order.</summary>
    public abstract T Apply<T>(ILayers<T> layers, T input);

    /// <inheritdoc/>
    public sealed override Tensor Forward(Tensor input, ScalarType type) => Apply(TensorLayers.Instance, input.to_type(type));
}
