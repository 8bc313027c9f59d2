using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Training;
using TorchSharp;

namespace TinyClassify.Trainer.Models;

/// <summary>Brings back the float network that a finished `train` or `prune` left.</summary>
public static class FloatNetwork
{
    /// <exception cref="InvalidDataException">The stage is not finished, or its files disagree.</exception>
    public static MobileNetV2 Load(StageFolder source, torch.Device device)
    {
        var network = new MobileNetV2(source.LoadNetwork());
        var weights = source.LoadWeights();
        try
        {
            ModuleState.Load(network, weights);
        }
        finally
        {
            foreach (var tensor in weights.Values)
                tensor.Dispose();
        }
        network.to(device);
        return network;
    }
}
