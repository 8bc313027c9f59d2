using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>Convolution without bias, BatchNorm, and ReLU6 or nothing: one CONV_2D of the exported network.</summary>
public sealed class ConvUnit : nn.Module<Tensor, Tensor>
{
    /// <param name="layer">Its name is that within the block.</param>
    public ConvUnit(ConvolutionSpec layer)
        : base(layer.Name)
    {
        (InputChannels, OutputChannels) = (layer.InputChannels, layer.OutputChannels);
        (Kernel, Stride, Groups, HasActivation) = (layer.Kernel, layer.Stride, layer.Groups, layer.HasActivation);
        Conv = nn.Conv2d(InputChannels, OutputChannels, Kernel, Stride, padding: 0, groups: Groups, bias: false);
        Norm = nn.BatchNorm2d(OutputChannels);
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
        var sums = Convolve(input, Conv.weight!.to_type(input.dtype));
        if (training && BatchNormFunction.Takes(sums))
            return BatchNormFunction.Normalize(sums, Norm, HasActivation);
        var output = Norm.forward(sums);
        return HasActivation ? nn.functional.relu6(output, inplace: true) : output;
    }

    /// <param name="input">[N, inC, H, W] of some floating type.</param>
    /// <param name="weight">[outC, inC / groups, k, k] of the same type.</param>
    /// <returns>The sums alone, [N, outC, ceil(H / stride), ceil(W / stride)].</returns>
    internal Tensor Convolve(Tensor input, Tensor weight)
    {
        // libtorch's bfloat16 gradient of a strided depthwise convolution is a plain loop, ten times slower than the float one.
        // With stride 1 and every second result, four times the work is done in half the time; SAME padding makes it the odd
        // ones.
        var isSlow = input.dtype == ScalarType.BFloat16 && Groups > 1 && Stride == 2
            && input.shape[2] % 2 == 0 && input.shape[3] % 2 == 0;
        if (!isSlow)
            return SamePadding.Convolve(input, weight, null, Kernel, Stride, Groups);
        var all = SamePadding.Convolve(input, weight, null, Kernel, 1, Groups);
        return all.permute(0, 2, 3, 1).slice(1, 1, input.shape[2], 2).slice(2, 1, input.shape[3], 2).contiguous().permute(0, 3,
            1, 2);
    }
}
