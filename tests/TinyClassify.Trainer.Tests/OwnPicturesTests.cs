using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Quantization;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Tests;

public class OwnPicturesTests
{
    [Theory]
    [InlineData(600, 20, 8)] // As the recipe says.
    [InlineData(100, 96, 38)] // 300 steps of 32 pictures at least.
    [InlineData(20_000, 5, 2)] // 100,000 pictures are enough.
    public void Few_pictures_are_shown_more_often_and_very_many_less(int count, double train, double quantize)
    {
        var recipe = OwnPictures.RecipeFor(count);
        Assert.Equal((train, train, quantize),
            (recipe.Train.Epochs, recipe.Prune.FineTune.Epochs, recipe.Quantize.FineTune.Epochs));
        var shipped = Recipe.Load(OwnPictures.RecipePath);
        Assert.Equal(shipped.ToJson(),
            (recipe with { Train = shipped.Train, Prune = shipped.Prune, Quantize = shipped.Quantize }).ToJson());
    }

    [Fact]
    public void Weights_that_ship_are_those_whose_network_is_the_recipes()
    {
        var recipe = Recipe.Load(OwnPictures.RecipePath);
        Assert.Equal("cifar10", OwnPictures.WeightsFor(recipe));
        Assert.Null(OwnPictures.WeightsFor(recipe with { Network = recipe.Network with { HeadChannels = 64 } }));
    }

    [Fact]
    public void A_stage_takes_the_time_that_was_told_within_a_factor_of_two()
    {
        using var folder = new TemporaryFolder();
        var steps = StageRuns.Recipe.Train with { Epochs = 12, SmallPixels = 16, SmallFraction = 0.5, Views = 0, AverageDecay = 0.9, DistillationWeight = 0.5 };
        var recipe = StageRuns.Recipe with
        {
            Network = new() { InputSize = 32, StemChannels = 16, StemStride = 1, Stages = [[1, 12, 1, 1], [4, 24, 2, 2], [4, 40, 2, 2]], HeadChannels = 64 },
            Teacher = null,
            Train = steps with { DistillationWeight = 0 },
            Prune = StageRuns.Recipe.Prune with { FineTune = steps },
            Quantize = StageRuns.Recipe.Quantize with { FineTune = steps },
        };
        // Of the processor, not of the wall: what else the machine does is not asked about.
        static TimeSpan Spent() => Environment.CpuUsage.TotalTime;
        string[] stages = [RunStages.Train, RunStages.Prune, RunStages.Quantize];
        var context = StageRuns.Context(recipe, teacher: null);
        var told = TimeEstimate.Of(context, stages, Spent);
        StageFolder before = new(folder["none"]);
        foreach (var (stage, time) in told)
        {
            var begun = Spent();
            var here = new StageFolder(folder[stage]);
            _ = stage switch
            {
                RunStages.Train => TrainStage.Run(context, null, here),
                RunStages.Prune => Pruning.PruneStage.Run(context, before, here),
                _ => QuantizeStage.Run(context, before, here),
            };
            var took = Spent() - begun;
            Assert.True(took / time is > 0.5 and < 2, $"{stage}: {time.TotalSeconds:F2} s were told, {took.TotalSeconds:F2} s it took");
            before = here;
        }
    }

    [Fact]
    public void The_time_is_told_stage_by_stage()
    {
        Assert.Equal("about 26 min on this machine as it is now: train 8 min, prune 17 min, quantize 42 s", TimeEstimate.Describe(
            [("train", TimeSpan.FromMinutes(8)), ("prune", TimeSpan.FromMinutes(17)), ("quantize", TimeSpan.FromSeconds(42))]));
    }
}
