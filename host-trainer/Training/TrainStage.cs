using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TorchSharp;

namespace TinyClassify.Trainer.Training;

/// <summary>The stage `train`: a float MobileNetV2 from scratch.</summary>
public static class TrainStage
{
    public static StageReport Run(StageContext context, StageFolder folder)
    {
        var spec = context.Recipe.Network.ToSpec(context.Training.Images.ClassNames);
        var cost = new NetworkCost(spec);
        context.Say($"MobileNetV2 of {spec.Blocks.Count} bottlenecks: {cost.Macs:N0} multiply-accumulates, {cost.Parameters:N0} parameters");

        torch.manual_seed((long)context.Recipe.Seed);
        var network = new MobileNetV2(spec);
        network.to(context.Device);
        var loop = new TrainingLoop(network, context.Recipe.Train, context.Training, context.Validation, folder,
            context.Identity("train", spec.ToJson()), context.Device)
        {
            SaveInterval = context.SaveInterval,
        };
        loop.TryResume();
        var epochs = loop.Run(context.Progress);

        var report = context.Report("train", cost, network, epochs);
        folder.Finish(spec, ModuleState.Of(network), report);
        return report;
    }
}
