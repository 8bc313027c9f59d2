using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Evaluation;

/// <summary>How much quantisation disturbs each layer's output.</summary>
/// <param name="Name">As in the exported file, e.g. "block3/depthwise".</param>
/// <param name="SignalToNoise">Decibels: 10 log10 of the output's power over the power of the error, errors of earlier layers included.</param>
public sealed record LayerNoise(string Name, double SignalToNoise)
{
    /// <summary>Compares the int8 simulation with the same folded weights in float, layer by layer.</summary>
    /// <param name="network">On the CPU, in evaluation mode.</param>
    public static IReadOnlyList<LayerNoise> Measure(QuantizedMobileNetV2 network, ImageSet images, int count)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        var layers = new List<LayerNoise>();
        var exact = new BatchSource(images.Draw(count, seed: 1), seed: 0, CPU).Plain(0, count).Inputs;
        var state = (Exact: exact, Rounded: exact, Step: QuantizationStep.Input);
        state = Unit("stem", network.Stem, state);
        for (var i = 0; i < network.Blocks.Count; i++)
        {
            var (block, input) = (network.Blocks[i], state);
            if (block.Expand is not null)
                state = Unit($"block{i}/expand", block.Expand, state);
            state = Unit($"block{i}/depthwise", block.Depthwise, state);
            state = Unit($"block{i}/project", block.Project, state);
            if (block.Sum is null)
                continue;
            state = (state.Exact + input.Exact, block.Sum.forward(state.Rounded + input.Rounded), block.Sum.Step);
            layers.Add(new($"block{i}/sum", Ratio(state.Exact, state.Rounded)));
        }
        Unit("head", network.Head, state);
        return layers;

        (Tensor Exact, Tensor Rounded, QuantizationStep Step) Unit(
            string name, QuantizedConvUnit unit, (Tensor Exact, Tensor Rounded, QuantizationStep Step) before)
        {
            var exactOutput = SamePadding.Convolve(before.Exact, unit.Weight, unit.Bias, unit.Kernel, unit.Stride, unit.Groups);
            if (unit.HasActivation)
                exactOutput = nn.functional.relu6(exactOutput);
            var (rounded, step) = unit.Forward(before.Rounded, before.Step);
            layers.Add(new(name, Ratio(exactOutput, rounded)));
            return (exactOutput, rounded, step);
        }
    }

    private static double Ratio(Tensor exact, Tensor rounded)
    {
        var signal = exact.pow(2).mean().item<float>();
        var noise = (exact - rounded).pow(2).mean().item<float>();
        return 10 * Math.Log10(signal / Math.Max(noise, float.Epsilon));
    }
}
