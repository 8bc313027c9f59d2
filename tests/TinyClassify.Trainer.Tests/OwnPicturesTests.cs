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
    public void The_time_is_told_stage_by_stage()
    {
        Assert.Equal("about 26 min on this machine as it is now: train 8 min, prune 17 min, quantize 42 s", TimeEstimate.Describe(
            [("train", TimeSpan.FromMinutes(8)), ("prune", TimeSpan.FromMinutes(17)), ("quantize", TimeSpan.FromSeconds(42))]));
    }
}
