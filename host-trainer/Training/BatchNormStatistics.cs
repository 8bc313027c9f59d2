using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Recipes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Measures BatchNorm's means and variances anew for weights that no training step has seen.</summary>
/// <remarks>
/// Averaged weights are such: while the learning rate is high, the mean of many networks has another distribution of
/// activations than any of them, and the running statistics fit none.
/// Source: Izmailov et al. 2018, arXiv:1803.05407, section 3.2.
/// </remarks>
internal static class BatchNormStatistics
{
    private const int Batches = 24;

    // No training epoch has this number, so that its batches are nobody's.
    private const int Epoch = int.MaxValue - 1_000_000;

    /// <returns>How many images <see cref="Measure"/> looks at.</returns>
    public static int Images(BatchSource images, OptimizerRecipe recipe) =>
        Math.Min(Batches, images.StepsPerEpoch(recipe.BatchSize)) * recipe.BatchSize;

    /// <param name="module">Its weights stay; one without BatchNorm is left alone.</param>
    public static void Measure(nn.Module<Tensor, Tensor> module, BatchSource images, OptimizerRecipe recipe)
    {
        var norms = module.modules().OfType<BatchNorm2d>().Distinct().ToArray();
        if (norms.Length == 0)
            return;
        var momentum = norms[0].momentum;
        var wasTraining = module.training;
        module.train();
        using var noGradient = no_grad();
        for (var batch = 0; batch < Math.Min(Batches, images.StepsPerEpoch(recipe.BatchSize)); batch++)
        {
            using var scope = NewDisposeScope();
            foreach (var norm in norms)
                norm.momentum = 1.0 / (batch + 1); // The plain mean over all batches.
            module.forward(images.Augmented(Epoch, batch, recipe.BatchSize, recipe.Changes()).Inputs);
        }
        foreach (var norm in norms)
            norm.momentum = momentum;
        module.train(wasTraining);
    }
}
