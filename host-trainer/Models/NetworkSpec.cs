using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyClassify.Trainer.Models;

/// <summary>A MobileNetV2 down to its channel counts: what a checkpoint stores to be rebuilt, also after pruning.</summary>
/// <param name="InputSize">Height and width of the RGB input, pixels.</param>
/// <param name="StemChannels">Channels of the first 3x3 convolution, stride <paramref name="StemStride"/>.</param>
/// <param name="StemStride">1 or 2.</param>
/// <param name="Blocks">Inverted residual bottlenecks in order.</param>
/// <param name="HeadChannels">Channels of the last 1x1 convolution, before average pooling.</param>
/// <param name="Classes">Names of the classes, in the order of the outputs.</param>
public sealed record NetworkSpec(
    int InputSize, int StemChannels, int StemStride, IReadOnlyList<BlockSpec> Blocks, int HeadChannels,
    IReadOnlyList<string> Classes)
{
    /// <summary>Name of the last layer.</summary>
    public const string Classifier = "classifier";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Lays the network out from stages (expansion ratio, channels, repeats, stride), as the paper's table 2
    /// does.</summary>
    public static NetworkSpec FromStages(
        int inputSize, int stemChannels, int stemStride, IEnumerable<StageSpec> stages, int headChannels,
        IReadOnlyList<string> classes)
    {
        var blocks = new List<BlockSpec>();
        var input = stemChannels;
        foreach (var stage in stages)
            for (var i = 0; i < stage.Repeats; i++)
            {
                var stride = i == 0 ? stage.Stride : 1;
                blocks.Add(new(stage.ExpansionRatio > 1, input * stage.ExpansionRatio, stage.Channels, stride,
                    HasResidual: stride == 1 && input == stage.Channels));
                input = stage.Channels;
            }
        return new(inputSize, stemChannels, stemStride, blocks, headChannels, classes);
    }

    /// <summary>Sends a value through all layers in order: the network's topology, stated here and nowhere else.</summary>
    public T Apply<T>(INetworkVisitor<T> visitor, T input)
    {
        var (channels, x) = (3, input);
        x = Convolve("stem", StemChannels, 3, StemStride, hasActivation: true);
        for (var i = 0; i < Blocks.Count; i++)
        {
            var (block, before) = (Blocks[i], x);
            if (block.HasExpansion)
                x = Convolve($"block{i}/expand", block.ExpandedChannels, 1, 1, hasActivation: true);
            x = Convolve($"block{i}/depthwise", block.ExpandedChannels, 3, block.Stride, hasActivation: true, isDepthwise: true);
            x = Convolve($"block{i}/project", block.OutputChannels, 1, 1, hasActivation: false);
            if (block.HasResidual)
                x = visitor.Add($"block{i}/sum", x, before);
        }
        x = Convolve("head", HeadChannels, 1, 1, hasActivation: true);
        return visitor.Connect(Classifier, HeadChannels, Classes.Count, visitor.AveragePool(x));

        T Convolve(string name, int outputs, int kernel, int stride, bool hasActivation, bool isDepthwise = false)
        {
            var layer = new ConvolutionSpec(name, channels, outputs, kernel, stride, isDepthwise ? channels : 1, hasActivation);
            channels = outputs;
            return visitor.Convolve(layer, x);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <exception cref="InvalidDataException">The text is no network, or one that cannot be built.</exception>
    public static NetworkSpec FromJson(string json)
    {
        try
        {
            var spec = JsonSerializer.Deserialize<NetworkSpec>(json, s_json)
                ?? throw new InvalidDataException("The network is null.");
            spec.Validate();
            return spec;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Not a network description: {e.Message}", e);
        }
    }

    /// <summary>Checks what the layers rely on; <see cref="MobileNetV2"/> builds any network that passes.</summary>
    public void Validate()
    {
        Require(InputSize is >= 8 and <= 1024, $"Input size {InputSize} is outside 8 to 1024 pixels.");
        Require(StemChannels > 0 && HeadChannels > 0, "Stem and head need at least one channel.");
        Require(StemStride is 1 or 2, $"Stem stride {StemStride} is neither 1 nor 2.");
        Require(Classes.Count is >= 2 and <= 1000, $"{Classes.Count} classes; 2 to 1000 are supported.");
        var input = StemChannels;
        for (var i = 0; i < Blocks.Count; i++)
        {
            var block = Blocks[i];
            Require(block.ExpandedChannels > 0 && block.OutputChannels > 0, $"Block {i} has no channels.");
            Require(block.Stride is 1 or 2, $"Block {i} has stride {block.Stride}; 1 or 2 is supported.");
            Require(block.HasExpansion || block.ExpandedChannels == input,
                $"Block {i} has no expansion, but {block.ExpandedChannels} channels for an input of {input}.");
            Require(!block.HasResidual || (block.Stride == 1 && block.OutputChannels == input),
                $"Block {i} adds an input of {input} channels to an output of {block.OutputChannels}, stride {block.Stride}.");
            input = block.OutputChannels;
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidDataException(message);
    }
}
