namespace TinyClassify.Trainer.Models;

/// <summary>What becomes of a value that passes the layers of a <see cref="NetworkSpec"/>: the one way to walk through
/// them.</summary>
/// <typeparam name="T">What flows: a size to reckon costs, a tensor to compute, a tensor of the exported file.</typeparam>
public interface INetworkVisitor<T>
{
    T Convolve(ConvolutionSpec layer, T input);

    /// <param name="name">E.g. "block3/sum".</param>
    /// <param name="left">The block's last layer; nothing else reads it.</param>
    /// <param name="right">The block's input.</param>
    T Add(string name, T left, T right);

    /// <summary>The mean over height and width.</summary>
    T AveragePool(T input);

    /// <summary>The classifier: every output from every input.</summary>
    T Connect(string name, int inputs, int outputs, T input);
}

/// <summary>A convolution with TFLite's padding SAME, its bias from BatchNorm, and ReLU6 or nothing.</summary>
/// <param name="Name">As in the exported file, e.g. "block3/depthwise".</param>
/// <param name="Kernel">Height and width, pixels.</param>
/// <param name="Groups">1, or the input's channels for a depthwise convolution.</param>
public sealed record ConvolutionSpec(
    string Name, int InputChannels, int OutputChannels, int Kernel, int Stride, int Groups, bool HasActivation);
