using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Cli;
using TinyClassify.Trainer.Recipes;
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
    public void The_time_told_grows_with_the_epochs_and_counts_each_stage()
    {
        var steps = StageRuns.Recipe.Train with { Views = 0, AverageDecay = 0.9, DistillationWeight = 0 };
        string[] stages = [RunStages.Train, RunStages.Prune, RunStages.Quantize];
        var (once, twice) = (Told(12), Told(24));
        Assert.Equal(stages, once.Select(t => t.Stage));
        Assert.All(once, t => Assert.True(t.Time > TimeSpan.Zero));
        // Nothing is scored or calibrated before a first training.
        Assert.Equal(2, twice[0].Time / once[0].Time, 6);
        Assert.InRange(twice[1].Time / once[1].Time, 1.5, 2);
        // A pruned network has less to do than a whole one.
        Assert.True(once[1].Time < once[0].Time * 1.2);

        IReadOnlyList<(string Stage, TimeSpan Time)> Told(int epochs)
        {
            var recipe = StageRuns.Recipe with
            {
                Teacher = null,
                Train = steps with { Epochs = epochs },
                Prune = StageRuns.Recipe.Prune with { FineTune = steps with { Epochs = epochs } },
                Quantize = StageRuns.Recipe.Quantize with { FineTune = steps with { Epochs = epochs } },
            };
            // A clock that only counts how often it was read: every step seems to take as long.
            var readings = 0;
            return TimeEstimate.Of(StageRuns.Context(recipe, teacher: null), stages,
                () => TimeSpan.FromMilliseconds(100 * ++readings));
        }
    }

    [Fact]
    public void The_time_is_told_stage_by_stage()
    {
        Assert.Equal("about 26 min on this machine as it is now: train 8 min, prune 17 min, quantize 42 s", TimeEstimate.Describe(
            [("train", TimeSpan.FromMinutes(8)), ("prune", TimeSpan.FromMinutes(17)), ("quantize", TimeSpan.FromSeconds(42))]));
    }
}
