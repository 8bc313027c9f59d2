using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>A network that states once how its layers follow each other: for computing and for finding out about it alike.</summary>
public abstract class LayeredNetwork(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Height and width of the RGB input, pixels.</summary>
    public abstract int InputSize { get; }

    /// <summary>Sends a value through all layers in order.</summary>
    public abstract T Apply<T>(ILayers<T> layers, T input);

    /// <summary>Number format of activations while training: float, or bfloat16, which halves the memory traffic that training waits for.</summary>
    /// <remarks>Weights, statistics and the classifier stay float, and evaluation is all float.</remarks>
    public ScalarType TrainingType { get; set; } = ScalarType.Float32;

    /// <param name="input">Float [N, 3, S, S], (byte - 128) / 128.</param>
    /// <returns>Logits, float [N, classes].</returns>
    public sealed override Tensor forward(Tensor input) => Forward(input, training ? TrainingType : ScalarType.Float32);

    /// <param name="input">As for <see cref="forward"/>.</param>
    /// <param name="type">Number format of the activations.</param>
    /// <returns>Logits, float [N, classes].</returns>
    public Tensor Forward(Tensor input, ScalarType type) => Apply(TensorLayers.Instance, input.to_type(type));
}
