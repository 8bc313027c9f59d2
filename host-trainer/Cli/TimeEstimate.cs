using System.Diagnostics;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Quantization;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Cli;

/// <summary>How long stages will take on this machine, from a few steps that are timed before they begin.</summary>
public static class TimeEstimate
{
    // No training epoch has this number, so that its batch is nobody's.
    private const int Epoch = int.MaxValue - 2_000_000;
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <param name="stages">Those to come; what trains nothing counts nothing.</param>
    /// <param name="clock">What tells the time, from wherever it began; null for the time that passes.</param>
    /// <returns>A time for each stage that trains.</returns>
    public static IReadOnlyList<(string Stage, TimeSpan Time)> Of(
        StageContext context, IReadOnlyList<string> stages, Func<TimeSpan>? clock = null)
    {
        clock ??= () => Stopwatch.GetElapsedTime(0);
        var recipe = context.Recipe;
        using var scope = NewDisposeScope();
        using var network = new MobileNetV2(recipe.Network.ToSpec(context.Training.Images.ClassNames));
        network.to(context.Device);
        network.TrainingType = context.Precision;
        var batch = Math.Min(recipe.Train.BatchSize, context.Training.Images.Count);
        var step = Step(network, recipe.Train);
        var inputs = context.Training.Augmented(Epoch, 0, batch, recipe.Train.Changes()).Inputs;
        network.eval();
        double look;
        using (no_grad())
            look = Seconds(clock, () => network.forward(inputs)) / batch;
        var simulated = 0.0;
        if (stages.Contains(RunStages.Quantize))
        {
            using var quantized = new QuantizedMobileNetV2(network, recipe.Quantize.RangeMomentum);
            quantized.to(context.Device);
            simulated = Step(quantized, recipe.Quantize.FineTune);
        }
        var teacherStep = 0.0;
        var teacherLook = look;
        if (context.TeacherSpec is { } spec)
        {
            using var teacher = new DenseNetwork(spec) { TrainingType = context.Precision };
            teacher.to(context.Device);
            if (stages.Contains(RunStages.Teacher))
                teacherStep = Step(teacher, recipe.Teacher!.Train);
            teacher.eval();
            using (no_grad())
                teacherLook = Seconds(clock, () => teacher.Forward(inputs, context.Precision)) / batch;
        }
        var kept = 1 - recipe.Prune.RemovedMacFraction;
        return [.. stages.Where(s => s != RunStages.Convert).Select(stage => (stage, TimeSpan.FromSeconds(stage switch
        {
            RunStages.Teacher => Training(recipe.Teacher!.Train, teacherStep, teacherLook, 0, context),
            RunStages.Train => Training(recipe.Train, step, look, teacherLook, context),
            RunStages.Refine => Training(recipe.Refine!, step, look, teacherLook, context),
            RunStages.Prune => (recipe.Prune.ScoringBatches * recipe.Prune.FineTune.BatchSize * step)
                + Training(recipe.Prune.FineTune, step * kept, look * kept, teacherLook, context),
            _ => (recipe.Quantize.CalibrationBatches * recipe.Quantize.FineTune.BatchSize * look)
                + Training(recipe.Quantize.FineTune, simulated * kept, look * kept,
                    context.TeacherSpec is null ? look * kept : teacherLook, context),
        })))];

        // A whole step of the training with pictures of the full size, seconds an image.
        double Step(nn.Module<Tensor, Tensor> module, OptimizerRecipe section)
        {
            module.train();
            var optimizer = new Optimizer(module.parameters(), section);
            return Seconds(clock, () =>
            {
                var (pictures, labels) = context.Training.Augmented(Epoch, 0, batch, section.Changes());
                optimizer.ClearGradients();
                nn.functional.cross_entropy(module.forward(pictures), labels).backward();
                optimizer.Step(0);
            }) / batch;
        }
    }

    /// <returns>E.g. "about 25 min on this machine: train 8 min, prune 10 min, quantize 7 min".</returns>
    public static string Describe(IReadOnlyList<(string Stage, TimeSpan Time)> times)
    {
        var all = TimeSpan.FromSeconds(times.Sum(t => t.Time.TotalSeconds));
        return $"about {Rounded(all)} on this machine as it is now: "
            + $"{string.Join(", ", times.Select(t => $"{t.Stage} {Rounded(t.Time)}"))}";
    }

    // Seconds an image are those of a step, of a forward pass of the network, and of one of its teacher.
    private static double Training(OptimizerRecipe recipe, double step, double look, double teacher, StageContext context)
    {
        var images = context.Training.StepsPerEpoch(recipe.BatchSize) * recipe.BatchSize * recipe.Epochs;
        var small = recipe.SmallPixels == 0 ? 1 : Math.Pow((double)recipe.SmallPixels / context.Recipe.Network.InputSize, 2);
        var shown = 1 - recipe.SmallFraction + (recipe.SmallFraction * small);
        // A teacher looks once at each view.
        var asked = recipe.Views > 0 ? Math.Min(1, recipe.Views / recipe.Epochs) : 1;
        var each = (step + (recipe.DistillationWeight > 0 ? asked * teacher : 0)) * shown;
        // Averaged weights have their statistics measured after each epoch.
        var measured = recipe.AverageDecay > 0 ? BatchNormStatistics.Images(context.Training, recipe) : 0;
        return (images * each) + (recipe.Epochs * (measured + context.Validation.Images.Count) * look);
    }

    // What runs at first is compiled, and compiled better, while it runs: the later half of the times tells what is to come.
    private static double Seconds(Func<TimeSpan> clock, Action action)
    {
        var begun = clock();
        var times = new List<double>();
        while (times.Count < 3 || (clock() - begun < s_shortest && times.Count < 100))
        {
            var before = clock();
            using (NewDisposeScope())
                action();
            times.Add((clock() - before).TotalSeconds);
        }
        return times[(times.Count / 2)..].Average();
    }

    private static string Rounded(TimeSpan time) => time.TotalMinutes < 1.5 ? $"{Math.Max(1, (int)time.TotalSeconds)} s"
        : time.TotalHours < 2 ? $"{Math.Round(time.TotalMinutes)} min" : $"{(int)time.TotalHours} h {time.Minutes:D2} min";
}
