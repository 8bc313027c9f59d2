using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Pruning;
using TinyClassify.Trainer.Quantization;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

/// <summary>Whole stages of a network and pictures so small that each takes a moment.</summary>
internal static class StageRuns
{
    private static readonly OptimizerRecipe s_steps = new()
    {
        Epochs = 1.5, BatchSize = 32, PeakLearningRate = 0.05, WarmupFraction = 0.4, Momentum = 0.8, WeightDecay = 1e-2,
        LabelSmoothing = 0.1, ShiftPixels = 2,
        CutoutPixels = 4, SmallPixels = 8, SmallFraction = 0.4, Views = 1, AverageDecay = 0.5, DistillationWeight = 0.5,
        DistillationTemperature = 2,
        NonTargetWeight = 1,
    };

    /// <summary>A recipe in which every member has a part: 64 pictures, two steps an epoch, three steps a stage.</summary>
    public static Recipe Recipe { get; } = new()
    {
        Seed = 1,
        ValidationImages = 8,
        Network = new()
        {
            InputSize = 16, StemChannels = 8, StemStride = 1, Stages = [[1, 8, 1, 1], [3, 12, 2, 2]],
            HeadChannels = 24
        },
        Degradation = new()
        {
            JpegFraction = 0.5, LowestJpegQuality = 40, HighestJpegQuality = 80, HalvedChromaFraction = 0.5, EnlargedFraction =
                0.3, LargestEnlargement = 2,
            BlurFraction = 0.3, NoiseFraction = 0.3, LargestNoise = 4,
        },
        Teacher = new() { StemChannels = 16, Stages = [[16, 1]], Train = s_steps with { DistillationWeight = 0 } },
        Train = s_steps,
        Refine = s_steps,
        Prune = new()
        {
            Criterion = "taylor", RemovedMacFraction = 0.3, MaxParameters = null, MaxPeakActivationBytes = null,
            ChannelMultiple = 1, ScoringBatches = 1, FineTune = s_steps
        },
        Quantize = new() { CalibrationBatches = 1, RangeMomentum = 0.1, FreezeRangesAfter = 0.4, FineTune = s_steps },
    };

    /// <summary>The same with the members for large pictures in every section.</summary>
    public static Recipe LargeRecipe { get; } = Recipe with
    {
        Teacher = Recipe.Teacher! with { Train = Large(Recipe.Teacher!.Train) },
        Train = Large(Recipe.Train),
        Refine = Large(Recipe.Refine!),
        Prune = Recipe.Prune with { FineTune = Large(Recipe.Prune.FineTune) },
        Quantize = Recipe.Quantize with { FineTune = Large(Recipe.Quantize.FineTune) },
    };

    private static OptimizerRecipe Large(OptimizerRecipe section) => section with
    {
        ShiftPixels = 0,
        Augment = new()
        {
            SmallestArea = 0.6, LargestAspect = 1.3, Brightness = 0.2, Contrast = 0.2, Saturation = 0.3, Hue = 0.05,
            EraseProbability = 0.5, EraseArea = 0.3,
        },
    };

    /// <summary>The stage whose network a stage starts from, or null.</summary>
    public static string? Before(string stage) => stage switch
    {
        RunStages.Refine => RunStages.Train,
        RunStages.Prune => RunStages.Refine,
        RunStages.Quantize => RunStages.Prune,
        _ => null,
    };

    /// <param name="run">Holds what the stage starts from, and the teacher.</param>
    /// <param name="folder">Receives the stage.</param>
    public static StageReport Run(string stage, Recipe recipe, string run, StageFolder folder)
    {
        var context = Context(recipe, stage == RunStages.Teacher ? null : new StageFolder(Path.Combine(run, RunStages.Teacher)));
        StageFolder Source() => new(Path.Combine(run, Before(stage)!));
        return stage switch
        {
            RunStages.Teacher => TeachStage.Run(context, folder),
            RunStages.Train => TrainStage.Run(context, null, folder),
            RunStages.Refine => RefineStage.Run(context, Source(), folder),
            RunStages.Prune => PruneStage.Run(context, Source(), folder),
            _ => QuantizeStage.Run(context, Source(), folder),
        };
    }

    private static ImageSet Validation(Recipe recipe) => TestImages.Patches(32, size: recipe.Network.InputSize, seed: 8);

    public static StageContext Context(Recipe recipe, StageFolder? teacher) => new()
    {
        Recipe = recipe,
        Training = new BatchSource(
            recipe.TrainedOn(TestImages.Patches(64, size: recipe.Network.InputSize), Validation(recipe)), recipe.Seed, CPU,
            recipe.Degradation),
        Validation = new BatchSource(Validation(recipe), recipe.Seed, CPU),
        Test = new BatchSource(TestImages.Patches(48, size: recipe.Network.InputSize, seed: 9), recipe.Seed, CPU),
        Teacher = teacher,
        Device = CPU,
        Precision = ScalarType.Float32,
        Command = "test",
        Data = "test",
        SaveInterval = TimeSpan.FromHours(1),
        Progress = new ProgressDisplay(TextWriter.Null, isTerminal: false),
        Say = _ => { },
    };
}
