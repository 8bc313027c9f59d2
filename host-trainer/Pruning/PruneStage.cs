using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Pruning;

/// <summary>The stage `prune`: one-shot channel pruning of a trained network, then fine-tuning.</summary>
public static class PruneStage
{
    public static StageReport Run(StageContext context, StageFolder source, StageFolder folder)
    {
        var recipe = context.Recipe.Prune;
        var parent = source.WeightsHash();
        var network = FloatNetwork.Load(source, context);
        context.CheckConvolutions(network, recipe.FineTune);
        var graph = NetworkGraph.Of(network);
        var before = graph.Cost(graph.Channels);
        var pruned = Prune(network, graph, recipe, context);

        var after = new NetworkCost(pruned.Spec);
        var smaller = NetworkGraph.Of(pruned);
        var peak = smaller.Cost(smaller.Channels).PeakActivationBytes;
        var oneShot = Accuracy.Measure(pruned, context.Validation);
        context.Say($"{before.Macs:N0} -> {after.Macs:N0} multiply-accumulates (-{100 - (100.0 * after.Macs / before.Macs):F2} "
            + "%), "
            + $"{before.Parameters:N0} -> {after.Parameters:N0} parameters, {before.PeakActivationBytes:N0} -> {peak:N0} bytes "
            + "of activations at the peak; "
            + $"validation {100 * oneShot:F2} % before fine-tuning");

        context.CheckConvolutions(context.Ready(pruned), recipe.FineTune);
        var loop = new TrainingLoop(pruned, recipe.FineTune, context.Training, context.Validation, folder,
            context.Identity("prune", parent), context.Device)
        {
            SaveInterval = context.SaveInterval,
            Twin = () => context.Ready(new MobileNetV2(pruned.Spec), pruned.TrainingType),
            Distillation = context.Distill(recipe.FineTune, () => network),
        };
        loop.TryResume();
        var epochs = loop.Run(context.Progress);
        var report = context.Report("prune", parent, after, pruned, epochs, new Dictionary<string, double>
        {
            ["removedMacFraction"] = 1 - ((double)after.Macs / before.Macs),
            ["peakActivationBytes"] = peak,
            ["validationAccuracyBeforeFineTuning"] = oneShot,
        });
        folder.Finish(pruned.Spec.ToJson(), ModuleState.Of(pruned), report);
        return report;
    }

    private static MobileNetV2 Prune(MobileNetV2 network, NetworkGraph graph, PruneRecipe recipe, StageContext context)
    {
        var limits = PruningLimits.Of(recipe, graph.Cost(graph.Channels).Macs);
        context.Say($"Scoring channels: {recipe.Criterion}");
        var importance = ChannelCriteria.Of(recipe.Criterion)
            .Measure(network, graph, ScoringBatches(context, recipe), context.Say);
        var kept = ChannelSelection.Solve(graph, importance, limits);
        var macs = graph.Cost([.. kept.Select(k => k.Length)]).Macs;
        if (macs < limits.MaxMacs * (1 - PruningLimits.Tolerance))
            context.Say($"{100.0 * (limits.MaxMacs - macs) / limits.MaxMacs:F2} % below the multiply-accumulates asked for: "
                + "other limits, or whole portions of "
                + $"{limits.ChannelMultiple} channels, allow nothing closer");
        return ChannelPruner.Prune(network, graph, kept);
    }

    private static IEnumerable<(Tensor Inputs, Tensor Labels)> ScoringBatches(StageContext context, PruneRecipe recipe)
    {
        var steps = context.Training.StepsPerEpoch(recipe.FineTune.BatchSize);
        for (var batch = 0; batch < recipe.ScoringBatches; batch++)
        {
            using var scope = NewDisposeScope();
            // An epoch number of its own, so that scoring sees another augmentation than any training epoch.
            yield return context.Training.Augmented(int.MaxValue - (batch / steps), batch % steps, recipe.FineTune.BatchSize,
                recipe.FineTune.Changes() with { Cutout = 0 });
        }
    }
}
