using System.Runtime.InteropServices;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>What every training stage works with: recipe, images, device, and how to report.</summary>
public sealed class StageContext
{
    public required Recipe Recipe { get; init; }

    public required BatchSource Training { get; init; }

    public required BatchSource Validation { get; init; }

    /// <summary>Only for reporting.</summary>
    public required BatchSource Test { get; init; }

    public required Device Device { get; init; }

    /// <summary>Number format of activations while a float network trains.</summary>
    public required ScalarType Precision { get; init; }

    public required string Command { get; init; }

    /// <summary>As <see cref="StageReport.Data"/>.</summary>
    public required string Data { get; init; }

    public required TimeSpan SaveInterval { get; init; }

    public required ProgressDisplay Progress { get; init; }

    public required Action<string> Say { get; init; }

    /// <summary>Text that two runs share only if they would compute the same.</summary>
    /// <param name="origin">Network and weights that the stage starts from.</param>
    public string Identity(string stage, string origin) => string.Join(
        '\n', stage, origin, StageFit.RecipeOf(stage, Recipe).ToJsonString(), Data, Device.type, Trainer.Training.Precision.NameOf(Precision));

    /// <summary>Sets up learning from another network, if the recipe gives it any weight.</summary>
    public Distillation? Distill(OptimizerRecipe recipe, Func<LayeredNetwork> teacher) => recipe.DistillationWeight > 0
        ? new(teacher(), recipe.DistillationWeight, recipe.DistillationTemperature, Precision)
        : null;

    /// <summary>Measures the module and fills in the figures that all stages report.</summary>
    /// <param name="parent">As <see cref="StageReport.Parent"/>.</param>
    public StageReport Report(
        string stage, string parent, NetworkCost cost, nn.Module<Tensor, Tensor> module, IReadOnlyList<EpochMetrics> epochs,
        IReadOnlyDictionary<string, double>? notes = null)
    {
        var validation = Accuracy.Measure(module, Validation);
        var test = Accuracy.Measure(module, Test);
        Say($"validation {100 * validation:F2} % of {Validation.Images.Count:N0}, test {100 * test:F2} % of {Test.Images.Count:N0}");
        return new(stage, Command, Recipe.ToJson(), Recipe.Seed, cost.Macs, cost.Parameters, validation, test, epochs,
            new Dictionary<string, string>
            {
                ["tinyclassify"] = typeof(StageContext).Assembly.GetName().Version!.ToString(3),
                ["dotnet"] = Environment.Version.ToString(),
                ["torchsharp"] = typeof(torch).Assembly.GetName().Version!.ToString(3),
                ["libtorch"] = torch.__version__,
                ["os"] = RuntimeInformation.OSDescription,
                ["threads"] = torch.get_num_threads().ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["precision"] = Trainer.Training.Precision.NameOf(Precision),
                ["device"] = Device.type.ToString().ToLowerInvariant(),
            },
            notes ?? new Dictionary<string, double>(), Data, parent);
    }
}
