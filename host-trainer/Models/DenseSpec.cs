using System.Text.Json;

namespace TinyClassify.Trainer.Models;

/// <summary>A network of dense 3x3 convolutions, down to its channel counts.</summary>
/// <param name="StemChannels">Channels of the first convolution.</param>
/// <param name="Stages">Each halves height and width, in order.</param>
/// <param name="Classes">Names of the classes, in the order of the outputs.</param>
public sealed record DenseSpec(int StemChannels, IReadOnlyList<DenseStageSpec> Stages, IReadOnlyList<string> Classes)
{
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true };

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <exception cref="InvalidDataException">The text is no such network.</exception>
    public static DenseSpec FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<DenseSpec>(json, s_json) ?? throw new InvalidDataException("The network is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Not a description of a dense network: {e.Message}", e);
        }
    }

    /// <param name="inputSize">Height and width of the pictures, pixels.</param>
    /// <returns>Multiply-accumulates of one inference, and parameters once BatchNorm is folded.</returns>
    public (long Macs, long Parameters) Cost(int inputSize)
    {
        var layers = new List<LayerCost>();
        var (channels, size) = (StemChannels, inputSize);
        Add(3, channels);
        foreach (var stage in Stages)
        {
            Add(channels, stage.Channels);
            (channels, size) = (stage.Channels, size / 2);
            for (var i = 0; i < 2 * stage.Residuals; i++)
                Add(channels, channels);
        }
        layers.Add(LayerCost.Of("classifier", channels, Classes.Count, 1, kernel: 1, groups: 1));
        return (layers.Sum(l => l.Macs), layers.Sum(l => l.Parameters));

        void Add(int from, int to) => layers.Add(LayerCost.Of("conv", from, to, size, kernel: 3, groups: 1));
    }
}

/// <param name="Residuals">Pairs of convolutions that are added to their input, behind the one that the stage begins
/// with.</param>
public sealed record DenseStageSpec(int Channels, int Residuals);
