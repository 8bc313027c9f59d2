using System.Text.Json;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Pruning;

namespace TinyClassify.Trainer.Training;

/// <summary>Every hyperparameter of every stage; read from one JSON file with comments.</summary>
public sealed record Recipe
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required ulong Seed { get; init; }

    public required int ValidationImages { get; init; }

    public required NetworkRecipe Network { get; init; }

    /// <summary>What may befall a training picture besides shifts and mirroring; null for nothing.</summary>
    public DegradationRecipe? Degradation { get; init; }

    /// <summary>A wide network that teaches; null for none.</summary>
    public TeacherRecipe? Teacher { get; init; }

    public required OptimizerRecipe Train { get; init; }

    /// <summary>The trained network once more, with itself as teacher; null to go on to pruning at once.</summary>
    public OptimizerRecipe? Refine { get; init; }

    public required PruneRecipe Prune { get; init; }

    public required QuantizeRecipe Quantize { get; init; }

    /// <returns>Pixels that the shorter side of pictures to train on needs, or null where no section cuts rectangles out of
    /// them.</returns>
    public int? ShorterSide() => new[] { Teacher?.Train, Train, Refine, Prune.FineTune, Quantize.FineTune }
        .Max(section => section?.Augment?.ShorterSide(Network.InputSize));

    /// <summary>The recipe that ships with the trainer: CIFAR-10.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "Recipes", "cifar10.json");

    /// <exception cref="InvalidDataException">A member is missing, unknown, there twice or out of range; the message names it and
    /// its line.</exception>
    public static Recipe Load(string path) => Parse(File.ReadAllText(path), path);

    /// <param name="path">Where the text is from, for the messages.</param>
    /// <inheritdoc cref="Load"/>
    public static Recipe Parse(string text, string path) =>
        StrictJson.Read<Recipe>(text, path, "recipe", recipe => recipe.Validate());

    private void Validate()
    {
        Network.Validate();
        Degradation?.Validate();
        Teacher?.Validate(Network.InputSize);
        Train.Validate("train", Network.InputSize);
        Refine?.Validate("refine", Network.InputSize);
        Prune.Validate();
        Prune.FineTune.Validate("prune.fineTune", Network.InputSize);
        Quantize.Validate();
        Quantize.FineTune.Validate("quantize.fineTune", Network.InputSize);
    }

    /// <summary>Canonical text: equal recipes give equal texts whatever their comments.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}

/// <summary>MobileNetV2 as stages of [expansion ratio, channels, repeats, stride].</summary>
public sealed record NetworkRecipe
{
    public required int InputSize { get; init; }

    public required int StemChannels { get; init; }

    public required int StemStride { get; init; }

    public required IReadOnlyList<IReadOnlyList<int>> Stages { get; init; }

    public required int HeadChannels { get; init; }

    /// <exception cref="InvalidDataException">No network can be built of it.</exception>
    public void Validate()
    {
        foreach (var (i, stage) in Stages.Index())
            if (stage.Count != 4 || stage.Any(n => n < 1))
                throw new InvalidDataException($"network.stages[{i}] is [{string.Join(", ", stage)}]; expected [expansion, "
                    + "channels, repeats, stride], each 1 or more.");
        try
        {
            ToSpec(["a", "b"]);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"network gives none that can be built: {e.Message}", e);
        }
    }

    public NetworkSpec ToSpec(IReadOnlyList<string> classes)
    {
        var spec = NetworkSpec.FromStages(InputSize, StemChannels, StemStride,
            Stages.Select(s => new StageSpec(s[0], s[1], s[2], s[3])), HeadChannels, classes);
        spec.Validate();
        return spec;
    }
}

/// <summary>Quantisation-aware training of the folded network.</summary>
public sealed record QuantizeRecipe
{
    public required int CalibrationBatches { get; init; }

    public required double RangeMomentum { get; init; }

    public required double FreezeRangesAfter { get; init; }

    /// <summary>Whether the ends of activation ranges are learned with the weights, from where calibration left them.</summary>
    public bool LearnedRanges { get; init; }

    public required OptimizerRecipe FineTune { get; init; }

    public void Validate()
    {
        if (CalibrationBatches is not (>= 1 and <= 10_000))
            throw new InvalidDataException($"quantize.calibrationBatches is {CalibrationBatches}; expected 1 to 10000.");
        if (RangeMomentum is not (> 0 and <= 1))
            throw new InvalidDataException($"quantize.rangeMomentum is {RangeMomentum}; expected above 0, at most 1.");
        if (FreezeRangesAfter is not (>= 0 and <= 1))
            throw new InvalidDataException($"quantize.freezeRangesAfter is {FreezeRangesAfter}; expected 0 to 1.");
    }
}
