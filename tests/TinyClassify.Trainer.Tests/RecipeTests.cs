using TinyClassify.Trainer.Recipes;


namespace TinyClassify.Trainer.Tests;

public sealed class RecipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"batchSize\": 128, ", "\"batchSize\": 1, ", "batchSize")]
    [InlineData("\"epochs\": 36, ", "\"epochs\": -1, ", "epochs")]
    [InlineData("\"momentum\": 0.9, ", "\"momentun\": 0.9, ", "momentun")]
    [InlineData("\"removedMacFraction\": 0.4004", "\"removedMacFraction\": 1.5", "removedMacFraction")]
    [InlineData("\"criterion\": \"taylor\"", "\"criterion\": \"l3\"", "prune.criterion")]
    [InlineData("\"smallPixels\": 0", "\"smallPixels\": 32",
        "train.smallPixels is 32; expected 0, or 8 to 31, below network.inputSize.")]
    [InlineData("\"smallPixels\": 0", "\"smallPixels\": 16",
        "train.smallFraction is 0; expected above 0, at most 1, since smallPixels is 16.")]
    [InlineData("\"smallFraction\": 0", "\"smallFraction\": 0.5",
        "train.smallFraction is 0.5; expected 0, since smallPixels is 0.")]
    [InlineData("\"maxParameters\": null", "\"maxParameters\": 0", "prune.maxParameters")]
    [InlineData("\"batchSize\": 128, ", "\"batchSize\": 12.5, ", "train.batchSize is 12.5; expected a whole number.")]
    [InlineData("\"batchSize\": 128, ", "\"batchSize\": \"128\", ", "train.batchSize is \"128\"; expected a whole number.")]
    [InlineData("\"epochs\": 36, ", "\"epochs\": 1e999, ", "train.epochs is 1e999; expected a number.")]
    [InlineData("\"epochs\": 36, ", "\"epochs\": null, ", "train.epochs is null; expected a number.")]
    [InlineData("\"epochs\": 36, ", "\"epochs\": 36, \"epochs\": 37, ", "train.epochs is there twice")]
    [InlineData("\"epochs\": 36, ", "", "train.epochs is missing.")]
    [InlineData("\"seed\": 1,", "\"seed\": -1,", "seed is -1; expected a whole number, 0 or above.")]
    [InlineData("\"maxParameters\": null", "\"maxParameters\": \"many\"",
        "prune.maxParameters is \"many\"; expected a whole number or null.")]
    [InlineData("[1, 12, 1, 1]", "[1, 12, 1]",
        "network.stages[0] is [1, 12, 1]; expected [expansion, channels, repeats, stride]")]
    [InlineData("[1, 12, 1, 1]", "[1, \"12\", 1, 1]", "network.stages[0][1] is \"12\"; expected a whole number.")]
    [InlineData("[1, 12, 1, 1]", "[1, 12, 1, 3]", "stride 3")]
    [InlineData("\"inputSize\": 32", "\"inputSize\": 4", "network")]
    [InlineData("\"seed\": 1,", "\"seed\": 1", "not a recipe")]
    public void A_wrong_recipe_is_refused_by_the_members_name_and_line(string right, string wrong, string member)
    {
        var text = File.ReadAllText(Recipe.DefaultPath);
        Assert.Contains(right, text);
        File.WriteAllText(_folder["recipe.json"], text.Replace(right, wrong));
        var error = Assert.Throws<InvalidDataException>(() => Recipe.Load(_folder["recipe.json"]));
        Assert.Contains(member, error.Message);
        Assert.StartsWith($"{_folder["recipe.json"]}, line ", error.Message);
        Assert.DoesNotContain("System.", error.Message);
        Assert.DoesNotContain(nameof(TinyClassify), error.Message.Replace(_folder.Root, ""));
    }

    [Theory]
    [InlineData("{\n  \"seed\": 1,\n  \"colour\": 3\n}", "line 3: there is no member colour; expected seed,")]
    [InlineData("{\n  // of luck\n  \"seed\": \"x\"\n}", "line 3: seed is \"x\"")]
    [InlineData("{\n  \"seed\": 1,\n\n  \"train\": [1, 2]\n}", "line 4: train is [1, 2]; expected members in braces.")]
    [InlineData("{\n  \"seed\": 1,\n  \"validationImages\": 2 3\n}", "line 3: not a recipe")]
    [InlineData("[1]\n", "the file is [1]; expected members in braces.")]
    [InlineData("\n", "not a recipe")]
    public void The_line_is_that_of_the_member(string text, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => Recipe.Parse(text, "my.json")).Message);
}
