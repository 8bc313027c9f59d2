using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TorchSharp;

namespace TinyClassify.Trainer.Training;

/// <summary>The stage `train`: a float MobileNetV2, from scratch or from another run's weights.</summary>
public static class TrainStage
{
    /// <param name="initial">A finished `train` whose weights are taken where name and shape fit; null starts from random
    /// ones.</param>
    /// <exception cref="InvalidDataException">The recipe gives a teacher weight and there is none.</exception>
    public static StageReport Run(StageContext context, StageFolder? initial, StageFolder folder)
    {
        var spec = context.Recipe.Network.ToSpec(context.Training.Images.ClassNames);
        var cost = new NetworkCost(spec);
        context.Say($"MobileNetV2 of {spec.Blocks.Count} bottlenecks: {cost.Macs:N0} multiply-accumulates, "
            + $"{cost.Parameters:N0} parameters");

        var parent = ParentOf(initial);
        torch.manual_seed((long)context.Recipe.Seed);
        var network = new MobileNetV2(spec);
        if (initial is not null)
            TakeOver(network, initial, context);
        context.CheckConvolutions(context.Ready(network), context.Recipe.Train);
        var loop = new TrainingLoop(network, context.Recipe.Train, context.Training, context.Validation, folder,
            context.Identity("train", spec.ToJson() + parent), context.Device)
        {
            SaveInterval = context.SaveInterval,
            Twin = () => context.Ready(new MobileNetV2(spec), network.TrainingType),
            Distillation = context.Distill(context.Recipe.Train, () => throw new InvalidDataException(
                $"train.distillationWeight is {context.Recipe.Train.DistillationWeight}, but there is no teacher: name its run "
                + "with --teacher, "
                + "give the recipe a section teacher and run `teach`, or set the weight to 0.")),
        };
        loop.TryResume();
        var epochs = loop.Run(context.Progress);

        var report = context.Report("train", parent, cost, network, epochs);
        folder.Finish(spec.ToJson(), ModuleState.Of(network), report);
        return report;
    }

    /// <returns>What the stage starts from, as <see cref="StageReport.Parent"/> has it.</returns>
    public static string ParentOf(StageFolder? initial) => initial?.WeightsHash() ?? "random weights";

    private static void TakeOver(MobileNetV2 network, StageFolder initial, StageContext context)
    {
        var weights = initial.LoadWeights();
        var left = ModuleState.LoadMatching(network, weights);
        foreach (var tensor in weights.Values)
            tensor.Dispose();
        var all = ModuleState.Of(network).Count;
        if (left.Count == all)
            throw new InvalidDataException(
                $"No tensor of {initial.Root} fits this network: its channels differ. Use the recipe that it was trained with.");
        context.Say($"{all - left.Count} of {all} tensors from {initial.Root}; starting anew: {Shortened(left)}");
    }

    private static string Shortened(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "none",
        <= 4 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more",
    };
}
