using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Recipes;

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
