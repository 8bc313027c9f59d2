using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TinyClassify.Trainer.Training;

namespace TinyClassify.Trainer.Tests;

public sealed class PretrainedWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_that_ship_are_found_by_name_and_those_of_a_run_by_folder()
    {
        Finish("shipped/pets");
        Finish("runs/mine/train");
        Assert.Equal(_folder["shipped/pets"], PretrainedWeights.Find("--init", "pets", _folder["shipped"]).Root);
        Assert.Equal(_folder["runs/mine/train"], PretrainedWeights.Find("--init", _folder["runs/mine"], _folder["shipped"]).Root);
        Finish("runs/mine/refine");
        Assert.Equal(_folder["runs/mine/refine"], PretrainedWeights.Find("--init", _folder["runs/mine"],
            _folder["shipped"]).Root);
    }

    [Fact]
    public void What_is_neither_is_refused_with_the_names_there_are()
    {
        Finish("shipped/pets");
        var error = Assert.Throws<InvalidDataException>(() => PretrainedWeights.Find("--init", "cars", _folder["shipped"]));
        Assert.Contains("cars", error.Message);
        Assert.Contains("(pets)", error.Message);
        Directory.CreateDirectory(_folder["empty"]);
        error = Assert.Throws<InvalidDataException>(() => PretrainedWeights.Find("--init", _folder["empty"], _folder["shipped"]));
        Assert.Contains("no finished training", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["empty"]));
    }

    [SkippableFact]
    public void Every_network_that_ships_can_be_loaded_and_fits_the_recipe_that_ships()
    {
        Skip.IfNot(Directory.Exists(PretrainedWeights.Shipped)
            && Directory.GetDirectories(PretrainedWeights.Shipped).Length > 0, "no weights come with this build");
        var recipe = Recipe.Load(Recipe.DefaultPath);
        foreach (var name in Directory.GetDirectories(PretrainedWeights.Shipped).Select(d => Path.GetFileName(d)!))
        {
            var stage = PretrainedWeights.Find("--init", name);
            using var network = FloatNetwork.Load(stage, TorchSharp.torch.CPU);
            using var other = new MobileNetV2(recipe.Network.ToSpec(["a", "b", "c"]));
            Assert.Equal(["classifier.bias", "classifier.weight"],
                ModuleState.LoadMatching(other, ModuleState.Of(network)).Order());
        }
    }

    [Fact]
    public void The_recipe_for_one_s_own_pictures_has_the_network_that_ships()
    {
        var own = Recipe.Load(Path.Combine(Path.GetDirectoryName(Recipe.DefaultPath)!, "own-pictures.json"));
        var shipped = Recipe.Load(Recipe.DefaultPath);
        Assert.Equal(shipped.Network.ToSpec(["a", "b"]).ToJson(), own.Network.ToSpec(["a", "b"]).ToJson());
    }

    private void Finish(string folder)
    {
        Directory.CreateDirectory(_folder[folder]);
        File.WriteAllText(Path.Combine(_folder[folder], "report.json"), "{}");
    }
}
