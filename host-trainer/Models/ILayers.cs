using TorchSharp.Modules;

namespace TinyClassify.Trainer.Models;

/// <summary>The kinds of layers a <see cref="LayeredNetwork"/> is made of, and what becomes of a value that passes one.</summary>
/// <typeparam name="T">What flows: a tensor to compute, a node to record the network's graph.</typeparam>
public interface ILayers<T>
{
    T Convolve(ConvUnit unit, T input);

    /// <param name="left">May be overwritten: nothing else reads it.</param>
    T Add(T left, T right);

    /// <summary>The mean over height and width.</summary>
    T AveragePool(T input);

    T Connect(Linear layer, T input);
}
