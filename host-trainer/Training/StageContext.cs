using System.Runtime.InteropServices;
using TinyClassify.Trainer.Checkpoints;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
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

    /// <summary>A finished stage whose network teaches all stages; null where each learns from the one before it.</summary>
    public StageFolder? Teacher { get; init; }

    /// <summary>Layout of the dense network that teaches, trained or not yet; null where a network of another kind
    /// does.</summary>
    public DenseSpec? TeacherSpec => Recipe.Teacher is { } own ? own.ToSpec(Training.Images.ClassNames)
        : Teacher?.LoadReport().Stage == RunStages.Teacher ? Teacher.LoadDenseNetwork() : null;

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
        '\n', stage, origin, TeacherOf(stage), StageFit.RecipeOf(stage, Recipe).ToJsonString(), Data, Device.type,
        Trainer.Training.Precision.NameOf(Precision));

    /// <returns>The network on the device, with activations of the number format that float networks are trained in.</returns>
    public T Ready<T>(T network) where T : PictureNetwork => Ready(network, Precision);

    /// <returns>The network on the device, with activations of that number format.</returns>
    public T Ready<T>(T network, ScalarType type) where T : PictureNetwork
    {
        network.to(Device);
        network.TrainingType = type;
        return network;
    }

    /// <summary>Makes sure that libtorch computes this network's convolutions rightly here, before hours are spent on them; where
    /// bfloat16 is wrong, the network trains in float.</summary>
    /// <exception cref="InvalidDataException">Float is wrong; the message says what helps.</exception>
    public void CheckConvolutions(LayeredNetwork network, OptimizerRecipe recipe)
    {
        var part = Math.Min(recipe.BatchSize / recipe.Replicas, Training.Images.Count);
        if (ConvolutionCheck.Require(network, Training.Plain(0, part).Inputs, network.TrainingType) is not { } fault)
            return;
        Say($"{fault} This stage trains in float instead.");
        network.TrainingType = ScalarType.Float32;
    }

    /// <summary>Sets up learning from another network, if the recipe gives it any weight.</summary>
    /// <param name="former">The network that the stage starts from, which teaches where there is no <see
    /// cref="Teacher"/>.</param>
    public Distillation? Distill(OptimizerRecipe recipe, Func<PictureNetwork> former) => recipe.DistillationWeight > 0
        ? new(Teacher is null ? former() : Teachers.Load(Teacher, this), recipe, Precision)
        : null;

    /// <summary>Name of a report's note: accuracy on the validation images saved as JPEG files of quality 75, 4:2:0; [0,
    /// 1].</summary>
    public const string JpegNote = "validationAccuracyJpeg75";

    private string? TeacherOf(string stage) => stage == RunStages.Teacher ? null : Teacher?.WeightsHash();

    /// <summary>Measures the module and fills in the figures that all stages report.</summary>
    /// <param name="parent">As <see cref="StageReport.Parent"/>.</param>
    public StageReport Report(
        string stage, string parent, NetworkCost cost, nn.Module<Tensor, Tensor> module, IReadOnlyList<EpochMetrics> epochs,
        IReadOnlyDictionary<string, double>? notes = null) =>
        Report(stage, parent, cost.Macs, cost.Parameters, module, epochs, notes);

    /// <inheritdoc cref="Report(string, string, NetworkCost, nn.Module{Tensor, Tensor}, IReadOnlyList{EpochMetrics},
    /// IReadOnlyDictionary{string, double}?)"/>
    public StageReport Report(
        string stage, string parent, long macs, long parameters, nn.Module<Tensor, Tensor> module,
        IReadOnlyList<EpochMetrics> epochs,
        IReadOnlyDictionary<string, double>? notes = null)
    {
        var validation = Accuracy.Measure(module, Validation);
        var test = Accuracy.Measure(module, Test);
        var jpeg = Accuracy.Measure(module, Validation.With(JpegCopies.Of(Validation.Images, JpegCopies.Qualities[0])));
        Say($"validation {100 * validation:F2} % of {Validation.Images.Count:N0}, {100 * jpeg:F2} % as "
            + $"{JpegCopies.Name(JpegCopies.Qualities[0])}; "
            + $"test {100 * test:F2} % of {Test.Images.Count:N0}");
        var all = new Dictionary<string, double>(notes ?? new Dictionary<string, double>()) { [JpegNote] = jpeg };
        return new(stage, Command, Recipe.ToJson(), Recipe.Seed, macs, parameters, validation, test, epochs,
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
            all, Data, parent, TeacherOf(stage));
    }
}
