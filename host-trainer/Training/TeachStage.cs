using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TorchSharp;

namespace TinyClassify.Trainer.Training;

/// <summary>The stage `teacher`: a wide dense network, whose answers the small one learns later.</summary>
public static class TeachStage
{
    /// <summary>As <see cref="StageReport.Parent"/>: a teacher starts from random weights.</summary>
    public const string Parent = "random weights";

    public static StageReport Run(StageContext context, StageFolder folder)
    {
        var recipe = context.Recipe.Teacher
            ?? throw new InvalidDataException(
                "The recipe has no section teacher, so there is nothing to train: give one with --recipe.");
        var spec = recipe.ToSpec(context.Training.Images.ClassNames);
        var cost = spec.Cost(context.Recipe.Network.InputSize);
        context.Say($"Dense network of {spec.Stages.Count} stages: {cost.Macs:N0} multiply-accumulates, {cost.Parameters:N0} "
            + "parameters");

        torch.manual_seed((long)context.Recipe.Seed);
        var network = context.Ready(new DenseNetwork(spec));
        // It answers for pictures before anything befalls them, so it never learns others.
        var loop = new TrainingLoop(network, recipe.Train, context.Training.Undegraded(), context.Validation, folder,
            context.Identity(RunStages.Teacher, spec.ToJson()), context.Device)
        {
            SaveInterval = context.SaveInterval,
            Twin = () => context.Ready(new DenseNetwork(spec)),
        };
        loop.TryResume();
        var epochs = loop.Run(context.Progress);
        var report = context.Report(RunStages.Teacher, Parent, cost.Macs, cost.Parameters, network, epochs);
        folder.Finish(spec.ToJson(), ModuleState.Of(network), report);
        return report;
    }
}
