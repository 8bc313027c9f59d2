using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>A float network from pictures to logits that can be trained with activations of half the width.</summary>
public abstract class PictureNetwork(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Number format of activations while training: float, or bfloat16, which halves the memory traffic that training
    /// waits for.</summary>
    /// <remarks>Weights, statistics and the classifier stay float, and evaluation is all float.</remarks>
    public ScalarType TrainingType { get; set; } = ScalarType.Float32;

    /// <param name="input">Float [N, 3, S, S], (byte - 128) / 128.</param>
    /// <returns>Logits, float [N, classes].</returns>
    public sealed override Tensor forward(Tensor input) => Forward(input, training ? TrainingType : ScalarType.Float32);

    /// <param name="input">As for <see cref="forward"/>.</param>
    /// <param name="type">Number format of the activations.</param>
    /// <returns>Logits, float [N, classes].</returns>
    public abstract Tensor Forward(Tensor input, ScalarType type);
}
