using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>Convolution without bias, BatchNorm, and ReLU6 or nothing: one CONV_2D of the exported network.</summary>
public sealed class ConvUnit : nn.Module<Tensor, Tensor>
{
    public ConvUnit(string name, int inputChannels, int outputChannels, int kernel, int stride, int groups, bool hasActivation)
        : base(name)
    {
        InputChannels = inputChannels;
        OutputChannels = outputChannels;
        Kernel = kernel;
        Stride = stride;
        Groups = groups;
        HasActivation = hasActivation;
        Conv = nn.Conv2d(inputChannels, outputChannels, kernel, stride, padding: 0, groups: groups, bias: false);
        Norm = nn.BatchNorm2d(outputChannels);
        // Kaiming's fan-out rule keeps the variance of gradients through ReLU. He et al. 2015, arXiv:1502.01852.
        nn.init.kaiming_normal_(Conv.weight, mode: nn.init.FanInOut.FanOut);
        register_module("conv", Conv);
        register_module("norm", Norm);
    }

    public int InputChannels { get; }

    public int OutputChannels { get; }

    public int Kernel { get; }

    public int Stride { get; }

    public int Groups { get; }

    public bool HasActivation { get; }

    /// <summary>Weights [outC, inC / groups, k, k].</summary>
    public Conv2d Conv { get; }

    public BatchNorm2d Norm { get; }

    /// <param name="input">Float [N, inC, H, W].</param>
    /// <returns>Float [N, outC, ceil(H / stride), ceil(W / stride)].</returns>
    public override Tensor forward(Tensor input)
    {
        var output = Norm.forward(SamePadding.Convolve(input, Conv.weight!, null, Kernel, Stride, Groups));
        return HasActivation ? nn.functional.relu6(output, inplace: true) : output;
    }
}
