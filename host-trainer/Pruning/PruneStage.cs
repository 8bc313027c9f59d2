using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Pruning;

/// <summary>The stage `prune`: one-shot channel pruning of a trained network, then fine-tuning.</summary>
public static class PruneStage
{
    public static StageReport Run(StageContext context, StageFolder source, StageFolder folder)
    {
        var recipe = context.Recipe.Prune;
        var network = FloatNetwork.Load(source, context.Device);
        var before = new NetworkCost(network.Spec);
        var target = (long)(before.Macs * (1 - recipe.RemovedMacFraction));

        context.Say($"Scoring channels over {recipe.ScoringBatches} batches");
        var groups = new ChannelGroups(network.Spec);
        var importance = GateImportance.Measure(network, groups, context.Training, recipe.FineTune, recipe.ScoringBatches);
        var kept = ChannelSelection.Solve(network.Spec, groups, importance, target, recipe.ChannelMultiple);
        var pruned = ChannelPruner.Prune(network, groups, kept);

        var cost = new NetworkCost(pruned.Spec);
        var oneShot = Accuracy.Measure(pruned, context.Validation);
        context.Say($"{before.Macs:N0} -> {cost.Macs:N0} multiply-accumulates (-{100 - (100.0 * cost.Macs / before.Macs):F2} %), "
            + $"{before.Parameters:N0} -> {cost.Parameters:N0} parameters; validation {100 * oneShot:F2} % before fine-tuning");

        var loop = new TrainingLoop(pruned, recipe.FineTune, context.Training, context.Validation, folder,
            context.Identity("prune", source.WeightsHash()), context.Device)
        {
            SaveInterval = context.SaveInterval,
        };
        loop.TryResume();
        var epochs = loop.Run(context.Progress);
        var report = context.Report("prune", cost, pruned, epochs, new Dictionary<string, double>
        {
            ["removedMacFraction"] = 1 - ((double)cost.Macs / before.Macs),
            ["validationAccuracyBeforeFineTuning"] = oneShot,
        });
        folder.Finish(pruned.Spec, ModuleState.Of(pruned), report);
        return report;
    }
}
