using System.Text.Json;
using System.Text.Json.Serialization;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Pruning;

namespace TinyClassify.Trainer.Training;

/// <summary>Every hyperparameter of every stage; read from one JSON file with comments.</summary>
public sealed record Recipe
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };

    public required ulong Seed { get; init; }

    public required int ValidationImages { get; init; }

    public required NetworkRecipe Network { get; init; }

    public required OptimizerRecipe Train { get; init; }

    /// <summary>The trained network once more, with itself as teacher; null to go on to pruning at once.</summary>
    public OptimizerRecipe? Refine { get; init; }

    public required PruneRecipe Prune { get; init; }

    public required QuantizeRecipe Quantize { get; init; }

    /// <summary>The recipe that ships with the trainer: CIFAR-10.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "Recipes", "cifar10.json");

    /// <exception cref="InvalidDataException">A member is missing, unknown or out of range; the message names it.</exception>
    public static Recipe Load(string path) => Parse(File.ReadAllText(path), path);

    /// <param name="path">Where the text is from, for the messages.</param>
    /// <inheritdoc cref="Load"/>
    public static Recipe Parse(string text, string path)
    {
        try
        {
            var recipe = JsonSerializer.Deserialize<Recipe>(text, s_json)
                ?? throw new InvalidDataException($"{path}: the recipe is null.");
            recipe.Train.Validate("train", recipe.Network.InputSize);
            recipe.Refine?.Validate("refine", recipe.Network.InputSize);
            recipe.Prune.Validate();
            recipe.Prune.FineTune.Validate("prune.fineTune", recipe.Network.InputSize);
            recipe.Quantize.Validate();
            recipe.Quantize.FineTune.Validate("quantize.fineTune", recipe.Network.InputSize);
            return recipe;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: not a recipe: {e.Message}", e);
        }
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

    public NetworkSpec ToSpec(IReadOnlyList<string> classes)
    {
        foreach (var stage in Stages)
            if (stage.Count != 4)
                throw new InvalidDataException($"Recipe network.stages has a row of {stage.Count} numbers; expected [expansion, channels, repeats, stride].");
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

    public required OptimizerRecipe FineTune { get; init; }

    public void Validate()
    {
        if (CalibrationBatches is not (>= 1 and <= 10_000))
            throw new InvalidDataException($"Recipe quantize.calibrationBatches is {CalibrationBatches}; expected 1 to 10000.");
        if (RangeMomentum is not (> 0 and <= 1))
            throw new InvalidDataException($"Recipe quantize.rangeMomentum is {RangeMomentum}; expected above 0, at most 1.");
        if (FreezeRangesAfter is not (>= 0 and <= 1))
            throw new InvalidDataException($"Recipe quantize.freezeRangesAfter is {FreezeRangesAfter}; expected 0 to 1.");
    }
}
