using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TorchSharp;

namespace TinyClassify.Trainer.Training;

/// <summary>The stage `train`: a float MobileNetV2, from scratch or from another run's weights.</summary>
public static class TrainStage
{
    /// <param name="initial">A finished `train` whose weights are taken where name and shape fit; null starts from random ones.</param>
    /// <param name="teacher">A finished `train` whose answers are learned besides the labels; null for none.</param>
    /// <exception cref="InvalidDataException">The recipe gives a teacher weight and there is none, or the other way round.</exception>
    public static StageReport Run(StageContext context, StageFolder? initial, StageFolder? teacher, StageFolder folder)
    {
        if (teacher is null != (context.Recipe.Train.DistillationWeight == 0))
            throw new InvalidDataException(teacher is null
                ? $"Recipe train.distillationWeight is {context.Recipe.Train.DistillationWeight}, but there is no teacher: name its run with --teacher, or set the weight to 0."
                : "--teacher names a run, but recipe train.distillationWeight is 0: set it above 0, or leave --teacher out.");
        var spec = context.Recipe.Network.ToSpec(context.Training.Images.ClassNames);
        var cost = new NetworkCost(spec);
        context.Say($"MobileNetV2 of {spec.Blocks.Count} bottlenecks: {cost.Macs:N0} multiply-accumulates, {cost.Parameters:N0} parameters");

        var parent = ParentOf(initial, teacher);
        torch.manual_seed((long)context.Recipe.Seed);
        var network = new MobileNetV2(spec);
        if (initial is not null)
            TakeOver(network, initial, context);
        network.to(context.Device);
        network.TrainingType = context.Precision;
        var loop = new TrainingLoop(network, context.Recipe.Train, context.Training, context.Validation, folder,
            context.Identity("train", spec.ToJson() + parent), context.Device)
        {
            SaveInterval = context.SaveInterval,
            Distillation = context.Distill(context.Recipe.Train, () => FloatNetwork.Load(teacher!, context)),
        };
        loop.TryResume();
        var epochs = loop.Run(context.Progress);

        var report = context.Report("train", parent, cost, network, epochs);
        folder.Finish(spec, ModuleState.Of(network), report);
        return report;
    }

    /// <returns>What the result depends on besides recipe and pictures, as <see cref="StageReport.Parent"/> has it.</returns>
    public static string ParentOf(StageFolder? initial, StageFolder? teacher) => (initial, teacher) switch
    {
        (null, null) => "random weights",
        (_, null) => initial.WeightsHash(),
        _ => $"{initial?.WeightsHash() ?? "random weights"}, teacher {teacher.WeightsHash()}",
    };

    private static void TakeOver(MobileNetV2 network, StageFolder initial, StageContext context)
    {
        var weights = initial.LoadWeights();
        var left = ModuleState.LoadMatching(network, weights);
        foreach (var tensor in weights.Values)
            tensor.Dispose();
        var all = ModuleState.Of(network).Count;
        if (left.Count == all)
            throw new InvalidDataException($"No tensor of {initial.Root} fits this network: its channels differ. Use the recipe that it was trained with.");
        context.Say($"{all - left.Count} of {all} tensors from {initial.Root}; starting anew: {Shortened(left)}");
    }

    private static string Shortened(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "none",
        <= 4 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more",
    };
}
