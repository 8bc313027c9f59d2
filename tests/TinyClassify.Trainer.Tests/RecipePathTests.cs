using System.Text.Json.Nodes;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Quantization;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Tests;

/// <summary>Every member of the recipe reaches the weights of its stage.</summary>
public sealed class RecipePathTests(RecipePathTests.BaseRun run) : IClassFixture<RecipePathTests.BaseRun>, IDisposable
{
    // A member that says what another does not use is given another value together with it.
    private static readonly Dictionary<string, string> s_otherSteps = new()
    {
        ["epochs"] = "2", ["batchSize"] = "16", ["replicas"] = "2", ["peakLearningRate"] = "0.06", ["warmupFraction"] = "0.2",
        ["momentum"] = "0.7", ["weightDecay"] = "0.02",
        ["labelSmoothing"] = "0.3", ["shiftPixels"] = "1", ["cutoutPixels"] = "6", ["smallPixels"] = "12", ["smallFraction"] =
        "0.7", ["views"] = "2",
        ["smallestArea"] = "0.3", ["largestAspect"] = "2", ["brightness"] = "0.5", ["contrast"] = "0.6", ["saturation"] = "0.1",
        ["hue"] = "0.3",
        ["eraseProbability"] = "1", ["eraseArea"] = "0.9",
        ["averageDecay"] = "0.2", ["distillationWeight"] = "0.9", ["distillationTemperature"] = "3", ["nonTargetWeight"] = "4",
    };

    private static readonly Dictionary<string, string> s_others = new()
    {
        ["seed"] = "2", ["trainOnValidation"] = "true",
        ["network.inputSize"] = "24", ["network.stemChannels"] = "12", ["network.stemStride"] = "2", ["network.stages"] =
        "[[1, 8, 1, 1], [3, 16, 2, 2]]",
        ["network.headChannels"] = "32",
        ["degradation.jpegFraction"] = "1", ["degradation.lowestJpegQuality"] = "20", ["degradation.highestJpegQuality"] = "95",
        ["degradation.halvedChromaFraction"] = "1", ["degradation.enlargedFraction"] = "1", ["degradation.largestEnlargement"] =
        "3",
        ["degradation.blurFraction"] = "1", ["degradation.noiseFraction"] = "1", ["degradation.largestNoise"] = "16",
        ["teacher.stemChannels"] = "32", ["teacher.stages"] = "[[32, 1]]",
        ["prune.criterion"] = "\"l1\"", ["prune.removedMacFraction"] = "0.5", ["prune.maxParameters"] = "1200",
        ["prune.maxPeakActivationBytes"] = "5000",
        ["prune.channelMultiple"] = "4", ["prune.scoringBatches"] = "5",
        ["quantize.calibrationBatches"] = "2", ["quantize.rangeMomentum"] = "0.3", ["quantize.freezeRangesAfter"] = "1",
        ["quantize.learnedRanges"] = "true",
    };

    // The first chooses pictures before any stage; nobody teaches a teacher.
    private static readonly string[] s_noWeights =
        ["validationImages", "teacher.train.distillationWeight", "teacher.train.distillationTemperature",
        "teacher.train.nonTargetWeight"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static IEnumerable<object[]> Members => Leaves("", JsonNode.Parse(StageRuns.Recipe.ToJson())!).Except(s_noWeights)
        .Where(m => !m.EndsWith(".augment", StringComparison.Ordinal)).Select(m => new object[] { m });

    public static IEnumerable<object[]> AugmentMembers => Leaves("", JsonNode.Parse(StageRuns.LargeRecipe.ToJson())!)
        .Where(m => m.Contains(".augment.", StringComparison.Ordinal)).Select(m => new object[] { m });

    [Theory]
    [MemberData(nameof(Members))]
    public void A_member_that_changes_leads_to_other_weights_after_three_steps(string member) =>
        RequireOtherWeights(StageRuns.Recipe, member, run.Root);

    [Theory]
    [MemberData(nameof(AugmentMembers))]
    public void So_does_a_member_for_large_pictures(string member) =>
        RequireOtherWeights(StageRuns.LargeRecipe, member, run.LargeRoot);

    private void RequireOtherWeights(Recipe before, string member, string root)
    {
        var recipe = JsonNode.Parse(before.ToJson())!;
        var path = member.Split('.');
        JsonNode section = recipe;
        foreach (var name in path[..^1])
            section = section[name]!;
        var other = s_others.GetValueOrDefault(member) ?? s_otherSteps[path[^1]];
        Assert.NotEqual(section[path[^1]]?.ToJsonString(), JsonNode.Parse(other)!.ToJsonString());
        section[path[^1]] = JsonNode.Parse(other);

        // A member outside the stages' own sections first matters in `train`.
        var stage = RunStages.All.Contains(path[0]) ? path[0] : RunStages.Train;
        var changed = Recipe.Parse(recipe.ToJsonString(), member);
        var folder = new StageFolder(_folder[stage]);
        StageRuns.Run(stage, changed, root, folder);
        Assert.NotEqual(new StageFolder(Path.Combine(root, stage)).WeightsHash(), folder.WeightsHash());
    }

    [Theory]
    [InlineData(RunStages.Train)]
    [InlineData(RunStages.Quantize)]
    public void The_same_recipe_leads_to_the_same_weights(string stage)
    {
        var folder = new StageFolder(_folder[stage]);
        StageRuns.Run(stage, StageRuns.Recipe, run.Root, folder);
        Assert.Equal(new StageFolder(Path.Combine(run.Root, stage)).WeightsHash(), folder.WeightsHash());
    }

    [Theory]
    [InlineData(RunStages.Refine)]
    [InlineData(RunStages.Prune)]
    [InlineData(RunStages.Quantize)]
    public void Without_a_teacher_a_stage_learns_from_the_network_before_it(string stage)
    {
        var alone = StageRuns.Recipe with { Teacher = null };
        var (with, without) = (Weight(alone, 0.5), Weight(alone, 0));
        Assert.NotEqual(with, without);
        Assert.NotEqual(new StageFolder(Path.Combine(run.Root, stage)).WeightsHash(), with);

        string Weight(Recipe recipe, double weight)
        {
            var steps = recipe.Train with { DistillationWeight = weight };
            recipe = recipe with
            {
                Refine = steps,
                Prune = recipe.Prune with { FineTune = steps },
                Quantize = recipe.Quantize with { FineTune = steps }
            };
            var folder = new StageFolder(_folder[$"{stage}{weight}"]);
            var source = new StageFolder(Path.Combine(run.Root, StageRuns.Before(stage)!));
            var context = StageRuns.Context(recipe, teacher: null);
            _ = stage switch
            {
                RunStages.Refine => RefineStage.Run(context, source, folder),
                RunStages.Prune => Pruning.PruneStage.Run(context, source, folder),
                _ => QuantizeStage.Run(context, source, folder),
            };
            return folder.WeightsHash();
        }
    }

    [Fact]
    public void A_teacher_is_the_same_whatever_befalls_the_students_pictures()
    {
        var folder = new StageFolder(_folder[RunStages.Teacher]);
        var recipe = StageRuns.Recipe with { Degradation = null };
        var report = StageRuns.Run(RunStages.Teacher, recipe, run.Root, folder);
        Assert.Equal(new StageFolder(Path.Combine(run.Root, RunStages.Teacher)).WeightsHash(), folder.WeightsHash());
        Assert.Empty(StageFit.Differences(report, StageRuns.Recipe, TeachStage.Parent, null, "test"));
    }

    [Fact]
    public void A_first_training_with_a_teachers_weight_and_no_teacher_is_refused()
    {
        var recipe = StageRuns.Recipe with { Teacher = null };
        var error = Assert.Throws<InvalidDataException>(() =>
            TrainStage.Run(StageRuns.Context(recipe, null), null, new StageFolder(_folder["train"])));
        Assert.Contains("--teacher", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Learned_ranges_move_from_calibration_until_they_freeze_and_are_the_networks_ranges_then(int replicas)
    {
        var (atOnce, before, after) = (Ranges(0, true), Ranges(0, false), Ranges(1, true));
        Assert.Equal(before, atOnce); // Nothing but calibration.
        Assert.NotEqual(atOnce, after);
        Assert.NotEqual(Ranges(1, false), after);

        string Ranges(double freezeAfter, bool learned)
        {
            var recipe = StageRuns.Recipe with
            {
                Quantize = StageRuns.Recipe.Quantize with
                {
                    FreezeRangesAfter = freezeAfter,
                    LearnedRanges = learned
                }
            };
            recipe = recipe with
            {
                Quantize = recipe.Quantize with
                {
                    FineTune =
                recipe.Quantize.FineTune with { Replicas = replicas, BatchSize = 16 }
                }
            };
            var folder = new StageFolder(_folder[$"{freezeAfter}{learned}"]);
            StageRuns.Run(RunStages.Quantize, recipe, run.Root, folder);
            using var network = QuantizeStage.Load(folder);
            // A learned end is a multiple of the calibrated width: its last bit may differ.
            return string.Join(' ', network.Ranges.Select(r => $"{r.Step.Scale:G5} {r.Step.ZeroPoint}"));
        }
    }

    [Fact]
    public void Ranges_that_freeze_at_once_stay_as_calibrated_and_those_that_never_do_move()
    {
        var (never, atOnce) = (Ranges(1), Ranges(0));
        Assert.NotEqual(never, atOnce);
        Assert.Equal(atOnce, Ranges(0, calibrationOnly: true));

        string Ranges(double freezeAfter, bool calibrationOnly = false)
        {
            var recipe = StageRuns.Recipe with { Quantize = StageRuns.Recipe.Quantize with { FreezeRangesAfter = freezeAfter } };
            // With a learning rate of next to nothing, what is left of the stage is calibration.
            if (calibrationOnly)
                recipe = recipe with
                {
                    Quantize = recipe.Quantize with
                    {
                        FineTune =
                    recipe.Quantize.FineTune with { PeakLearningRate = 1e-12 }
                    }
                };
            var folder = new StageFolder(_folder[$"{freezeAfter}{calibrationOnly}"]);
            StageRuns.Run(RunStages.Quantize, recipe, run.Root, folder);
            using var network = QuantizeStage.Load(folder);
            return string.Join(' ', network.Ranges.Select(r => r.Step));
        }
    }

    [Fact]
    public void Reports_tell_the_test_images_apart_from_the_validation_images()
    {
        var report = new StageFolder(Path.Combine(run.Root, RunStages.Train)).LoadReport();
        var context = StageRuns.Context(StageRuns.Recipe, null);
        using var network = FloatNetwork.Load(new StageFolder(Path.Combine(run.Root, RunStages.Train)), context);
        Assert.Equal(Accuracy.Measure(network, context.Validation), report.ValidationAccuracy);
        Assert.Equal(Accuracy.Measure(network, context.Test), report.TestAccuracy);
        var validation = context.Validation.With(JpegCopies.Of(context.Validation.Images, 75));
        Assert.Equal(Accuracy.Measure(network, validation), report.Notes[StageContext.JpegNote]);
    }

    private static IEnumerable<string> Leaves(string path, JsonNode? node) => node is JsonObject members
        ? members.SelectMany(m => Leaves(path.Length == 0 ? m.Key : $"{path}.{m.Key}", m.Value))
        : [path];

    /// <summary>All stages by the unchanged recipes.</summary>
    public sealed class BaseRun : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public BaseRun()
        {
            foreach (var (recipe, root) in ((Recipe, string)[])[(StageRuns.Recipe, Root), (StageRuns.LargeRecipe, LargeRoot)])
                foreach (var stage in (string[])[RunStages.Teacher, .. RunStages.Trained])
                    StageRuns.Run(stage, recipe, root, new StageFolder(Path.Combine(root, stage)));
        }

        public string Root => _folder["plain"];

        public string LargeRoot => _folder["large"];

        public void Dispose() => _folder.Dispose();
    }
}
