using TinyClassify.Trainer.Models;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>Tells how much a trained network needs each of its channels.</summary>
public interface IChannelCriterion
{
    /// <summary>As recipes write it, e.g. "taylor".</summary>
    string Name { get; }

    /// <param name="network">Weights and statistics stay as they are; gradients are cleared.</param>
    /// <param name="batches">Labelled training images, inputs [N, 3, S, S] and labels [N]; a criterion of the weights alone draws
    /// none.</param>
    /// <param name="say">Receives progress where scoring takes long.</param>
    /// <returns>For each group the importance of each of its channels; larger matters more, on one scale for all
    /// groups.</returns>
    double[][] Measure(LayeredNetwork network, NetworkGraph graph, IEnumerable<(Tensor Inputs, Tensor Labels)> batches,
        Action<string> say);
}
