using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>Step sizes of symmetric int8 weights: the largest magnitude stands for 127.</summary>
internal static class WeightScales
{
    // A channel of zeros still needs a positive step.
    private const double SmallestScale = 1e-9;

    /// <param name="weight">Float [outC, ...].</param>
    /// <returns>Float [outC], no gradient.</returns>
    public static Tensor PerChannel(Tensor weight)
    {
        using var noGradient = no_grad();
        return AsStored(weight.detach().flatten(1).abs().amax([1]).div_(127).clamp_(min: SmallestScale));
    }

    /// <returns>Float [1], no gradient: the one step size that every runtime takes for FULLY_CONNECTED.</returns>
    public static Tensor PerTensor(Tensor weight)
    {
        using var noGradient = no_grad();
        return AsStored(weight.detach().abs().max().div_(127).clamp_(min: SmallestScale).view(1));
    }

    // The file holds scales as float32; a simulation in float64 must use the same ones.
    private static Tensor AsStored(Tensor scale) => scale.to_type(ScalarType.Float32).to_type(scale.dtype);
}
