using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Training;

/// <summary>The stage `refine`: the trained network trains once more from where it stands, its own former answers beside the
/// labels.</summary>
/// <remarks>
/// Source: Furlanello et al. 2018, "Born-Again Neural Networks", arXiv:1805.04770. There the second network starts from random
/// weights; going on from the first one's saves the epochs that would bring it there again.
/// </remarks>
public static class RefineStage
{
    /// <param name="source">A finished `train`.</param>
    public static StageReport Run(StageContext context, StageFolder source, StageFolder folder)
    {
        var recipe = context.Recipe.Refine
            ?? throw new InvalidDataException(
                "The recipe has no section refine, so there is nothing to do: `prune` goes on from `train`.");
        var parent = source.WeightsHash();
        var network = context.Ready(FloatNetwork.Load(source, context));
        context.CheckConvolutions(network, recipe);
        var loop = new TrainingLoop(network, recipe, context.Training, context.Validation, folder,
            context.Identity("refine", parent), context.Device)
        {
            SaveInterval = context.SaveInterval,
            Twin = () => context.Ready(new MobileNetV2(network.Spec), network.TrainingType),
            Distillation = context.Distill(recipe, () => FloatNetwork.Load(source, context)),
        };
        loop.TryResume();
        var epochs = loop.Run(context.Progress);
        var report = context.Report("refine", parent, new NetworkCost(network.Spec), network, epochs);
        folder.Finish(network.Spec.ToJson(), ModuleState.Of(network), report);
        return report;
    }
}
