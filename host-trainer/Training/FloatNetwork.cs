using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TorchSharp;

namespace TinyClassify.Trainer.Training;

/// <summary>Brings back the float network that a finished `train`, `refine` or `prune` left.</summary>
public static class FloatNetwork
{
    /// <exception cref="InvalidDataException">The stage is not finished, or its files disagree.</exception>
    public static MobileNetV2 Load(StageFolder source, torch.Device device)
    {
        var network = new MobileNetV2(source.LoadNetwork());
        LoadWeights(network, source, device);
        return network;
    }

    /// <summary>Fills a network of the stage's layout.</summary>
    internal static void LoadWeights(PictureNetwork network, StageFolder source, torch.Device device)
    {
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
    }

    /// <summary>As <see cref="Load(StageFolder, torch.Device)"/>, for a stage that goes on with the same pictures.</summary>
    /// <exception cref="InvalidDataException">The network names other classes than the pictures have.</exception>
    public static MobileNetV2 Load(StageFolder source, StageContext context)
    {
        RequireClasses(source, context.Training.Images.ClassNames);
        return Load(source, context.Device);
    }

    /// <exception cref="InvalidDataException">The network names other classes than the pictures have.</exception>
    public static void RequireClasses(StageFolder source, IReadOnlyList<string> pictures) =>
        RequireClasses(source, source.LoadNetwork().Classes, pictures);

    /// <param name="network">Names of the classes that the stage's network tells.</param>
    internal static void RequireClasses(StageFolder source, IReadOnlyList<string> network, IReadOnlyList<string> pictures)
    {
        if (!network.SequenceEqual(pictures))
            throw new InvalidDataException(
                $"The network in {source.Root} tells {Named(network)}, the pictures show {Named(pictures)}. "
                + "Give the pictures that it was trained on, or start a training from its weights with --init.");
    }

    private static string Named(IReadOnlyList<string> classes) =>
        $"{classes.Count} classes ({string.Join(", ", classes.Take(4))}{(classes.Count > 4 ? ", ..." : "")})";
}
