using System.Text.Json;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Recipes;

/// <summary>Every hyperparameter of every stage; read from one JSON file with comments.</summary>
public sealed record Recipe
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required ulong Seed { get; init; }

    public required int ValidationImages { get; init; }

    /// <summary>Whether the images kept back are trained on as well, once everything is chosen: their accuracy tells nothing
    /// then.</summary>
    public bool TrainOnValidation { get; init; }

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

    /// <returns>What is trained on: all, where the images kept back are, too.</returns>
    public ImageSet TrainedOn(ImageSet training, ImageSet validation) => TrainOnValidation ? training.With(validation) : training;

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
