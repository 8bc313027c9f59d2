using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TorchSharp;

namespace TinyClassify.Trainer.Training;

/// <summary>The stage `train`: a float MobileNetV2, from scratch or from another run's weights.</summary>
public static class TrainStage
{
    /// <param name="initial">A finished `train` whose weights are taken where name and shape fit; null starts from random ones.</param>
    public static StageReport Run(StageContext context, StageFolder? initial, StageFolder folder)
    {
        var spec = context.Recipe.Network.ToSpec(context.Training.Images.ClassNames);
        var cost = new NetworkCost(spec);
        context.Say($"MobileNetV2 of {spec.Blocks.Count} bottlenecks: {cost.Macs:N0} multiply-accumulates, {cost.Parameters:N0} parameters");

        torch.manual_seed((long)context.Recipe.Seed);
        var network = new MobileNetV2(spec);
        if (initial is not null)
            TakeOver(network, initial, context);
        network.to(context.Device);
        var loop = new TrainingLoop(network, context.Recipe.Train, context.Training, context.Validation, folder,
            context.Identity("train", spec.ToJson() + initial?.WeightsHash()), context.Device)
        {
            SaveInterval = context.SaveInterval,
        };
        loop.TryResume();
        var epochs = loop.Run(context.Progress);

        var report = context.Report("train", cost, network, epochs);
        folder.Finish(spec, ModuleState.Of(network), report);
        return report;
    }

    private static void TakeOver(MobileNetV2 network, StageFolder initial, StageContext context)
    {
        var weights = initial.LoadWeights();
        var left = ModuleState.LoadMatching(network, weights);
        foreach (var tensor in weights.Values)
            tensor.Dispose();
        var all = ModuleState.Of(network).Count;
        if (left.Count == all)
            throw new InvalidDataException($"No tensor of {initial.Root} fits this network: its channels differ. Use the recipe that it was trained with.");
        context.Say($"{all - left.Count} tensors from {initial.Root}; starting anew: {(left.Count == 0 ? "none" : string.Join(", ", left))}");
    }
}
