using TinyClassify.Trainer.Dataset;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>Top-1 accuracy of a module in evaluation mode.</summary>
public static class Accuracy
{
    private const int BatchSize = 250;

    /// <returns>[0, 1]. The module is left in the mode it was in.</returns>
    public static double Measure(nn.Module<Tensor, Tensor> module, BatchSource images)
    {
        var wasTraining = module.training;
        module.eval();
        using var noGradient = no_grad();
        long correct = 0;
        for (var first = 0; first < images.Images.Count; first += BatchSize)
        {
            using var scope = NewDisposeScope();
            var (inputs, labels) = images.Plain(first, Math.Min(BatchSize, images.Images.Count - first));
            correct += module.forward(inputs).argmax(1).eq(labels).sum().ToInt64();
        }
        module.train(wasTraining);
        return (double)correct / images.Images.Count;
    }
}
