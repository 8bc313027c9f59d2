using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>The stage `quantize`: quantisation-aware training of a float network.</summary>
public static class QuantizeStage
{
    public static StageReport Run(StageContext context, StageFolder source, StageFolder folder)
    {
        var recipe = context.Recipe.Quantize;
        var parent = source.WeightsHash();
        context.CheckConvolutions(FloatNetwork.Load(source, context), recipe.FineTune);
        var networks = new List<QuantizedMobileNetV2>();
        var isCalibrated = false;
        var network = Another();
        var loop = new TrainingLoop(network, recipe.FineTune, context.Training, context.Validation, folder,
            context.Identity("quantize", parent), context.Device)
        {
            SaveInterval = context.SaveInterval,
            Twin = Another,
            Distillation = context.Distill(recipe.FineTune, () => FloatNetwork.Load(source, context)),
            BeforeStep = (step, steps) =>
            {
                foreach (var range in networks.SelectMany(n => n.Ranges))
                    range.IsObserving = step < steps * recipe.FreezeRangesAfter;
            },
        };

        context.Say($"Calibrating activation ranges over {recipe.CalibrationBatches} batches");
        Calibrate(network, context, recipe);
        isCalibrated = true;
        Learn(network);
        var before = Accuracy.Measure(network, context.Validation);
        context.Say($"validation {100 * before:F2} % right after quantising, before training");
        loop.TryResume();
        var epochs = loop.Run(context.Progress);
        foreach (var range in network.Ranges)
            range.Settle();
        var report = context.Report("quantize", parent, new NetworkCost(network.Spec), network, epochs,
            new Dictionary<string, double> { ["validationAccuracyBeforeTraining"] = before });
        folder.Finish(network.Spec.ToJson(),
            ModuleState.Of(network).Where(t => !ActivationRange.IsEnds(t.Key)).ToDictionary(), report);
        return report;

        QuantizedMobileNetV2 Another()
        {
            var another = new QuantizedMobileNetV2(FloatNetwork.Load(source, context), recipe.RangeMomentum);
            if (recipe.LearnedRanges)
                foreach (var range in another.Ranges)
                    range.Prepare();
            another.to(context.Device);
            networks.Add(another);
            Learn(another);
            return another;
        }

        void Learn(QuantizedMobileNetV2 calibrated)
        {
            if (recipe.LearnedRanges && isCalibrated)
                foreach (var range in calibrated.Ranges)
                    range.Learn();
        }
    }

    /// <summary>Brings back the network that a finished `quantize` left.</summary>
    public static QuantizedMobileNetV2 Load(StageFolder source)
    {
        var network = new QuantizedMobileNetV2(new MobileNetV2(source.LoadNetwork()), rangeMomentum: 1);
        var weights = source.LoadWeights();
        ModuleState.Load(network, weights);
        foreach (var tensor in weights.Values)
            tensor.Dispose();
        network.eval();
        return network;
    }

    private static void Calibrate(QuantizedMobileNetV2 network, StageContext context, QuantizeRecipe recipe)
    {
        using var noGradient = no_grad();
        network.train();
        var batchSize = Math.Min(recipe.FineTune.BatchSize, context.Training.Images.Count);
        var batches = Math.Min(recipe.CalibrationBatches, context.Training.Images.Count / batchSize);
        // Folders are sorted by class: the first batches would be of one alone.
        var images = new BatchSource(
            context.Training.Images.Draw(batches * batchSize, context.Recipe.Seed), context.Recipe.Seed, context.Device);
        for (var batch = 0; batch < batches; batch++)
        {
            using var scope = NewDisposeScope();
            network.forward(images.Plain(batch * batchSize, batchSize).Inputs);
        }
    }
}
