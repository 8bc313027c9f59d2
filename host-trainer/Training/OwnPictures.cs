using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Recipes;

namespace TinyClassify.Trainer.Training;

/// <summary>What is done for folders of one's own pictures where nothing else is asked for.</summary>
public static class OwnPictures
{
    /// <summary>The name that asks for no weights to start from.</summary>
    public const string RandomWeights = "none";

    // Of the training, which the other stages follow in proportion: fewer steps leave the new classifier untaught, and so many
    // pictures shown are enough for a start from good weights.
    private const int FewestSteps = 300;
    private const int MostShown = 100_000;

    /// <summary>The recipe for one's own pictures that ships with the trainer.</summary>
    public static string RecipePath => Path.Combine(Path.GetDirectoryName(Recipe.DefaultPath)!, "own-pictures.json");

    /// <summary>Adapts the recipe that ships: few pictures are shown more often, very many less often.</summary>
    /// <param name="count">Pictures to train on.</param>
    public static Recipe RecipeFor(int count)
    {
        var recipe = Recipe.Load(RecipePath);
        var few = FewestSteps * recipe.Train.BatchSize / (double)Math.Max(1, count);
        var many = MostShown / (double)Math.Max(1, count);
        var factor = Math.Max(Math.Min(recipe.Train.Epochs, many), few) / recipe.Train.Epochs;
        return recipe with
        {
            Train = For(recipe.Train),
            Prune = recipe.Prune with { FineTune = For(recipe.Prune.FineTune) },
            Quantize = recipe.Quantize with { FineTune = For(recipe.Quantize.FineTune) },
        };

        OptimizerRecipe For(OptimizerRecipe section) =>
            section with { Epochs = Math.Max(1, Math.Round(section.Epochs * factor)) };
    }

    /// <returns>The name of the weights that ship whose network is the recipe's, or null where none is.</returns>
    public static string? WeightsFor(Recipe recipe) => PretrainedWeights.Names().FirstOrDefault(name =>
    {
        var network = PretrainedWeights.Find("--init", name).LoadNetwork();
        return recipe.Network.ToSpec(network.Classes).ToJson() == network.ToJson();
    });
}
