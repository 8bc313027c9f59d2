using TinyClassify.Trainer.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>A convolution with BatchNorm folded into it, int8 weights per output channel, and an int8 output.</summary>
/// <remarks>
/// Folding: w' = w * gamma / sqrt(variance + epsilon); b' = beta - mean * gamma / sqrt(variance + epsilon).
/// Training goes on with w' and b' themselves, so that what is trained is what is exported.
/// </remarks>
public sealed class QuantizedConvUnit : nn.Module
{
    public QuantizedConvUnit(ConvUnit source, double rangeMomentum)
        : base(source.GetName())
    {
        using var noGradient = no_grad();
        Kernel = source.Kernel;
        Stride = source.Stride;
        Groups = source.Groups;
        HasActivation = source.HasActivation;
        var norm = source.Norm;
        var factor = norm.weight! / (norm.running_var! + norm.eps).sqrt();
        register_parameter("weight", nn.Parameter((source.Conv.weight! * factor.view(-1, 1, 1, 1)).detach().clone()));
        register_parameter("bias", nn.Parameter((norm.bias! - (norm.running_mean! * factor)).detach().clone()));
        Output = source.HasActivation ? new ActivationRange("output", rangeMomentum, 0, 6)
            : new ActivationRange("output", rangeMomentum);
        register_module("output", Output);
    }

    public int Kernel { get; }

    public int Stride { get; }

    public int Groups { get; }

    public bool HasActivation { get; }

    // Asked for each time: moving a module to another device or type puts new tensors into its registry.

    /// <summary>Float [outC, inC / groups, k, k].</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>Float [outC].</summary>
    public Parameter Bias => get_parameter("bias")!;

    public ActivationRange Output { get; }

    /// <param name="input">Float [N, inC, H, W] on the grid of <paramref name="inputStep"/>.</param>
    /// <returns>Float [N, outC, ceil(H / stride), ceil(W / stride)] on the output's grid, and that grid.</returns>
    public (Tensor Output, QuantizationStep Step) Forward(Tensor input, QuantizationStep inputStep)
    {
        var scale = WeightScales.PerChannel(Weight, Bias, inputStep.Scale);
        var weight = FakeQuantization.Weight(Weight, scale.view(-1, 1, 1, 1));
        var bias = FakeQuantization.Bias(Bias, scale * inputStep.Scale);
        var output = Output.forward(SamePadding.Convolve(input, weight, bias, Kernel, Stride, Groups));
        return (output, Output.Step);
    }
}
