using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>Step sizes of symmetric int8 weights: the largest magnitude stands for 127.</summary>
internal static class WeightScales
{
    // A network of zeros still needs a positive step.
    private const double SmallestScale = 1e-9;

    // A channel that died in training (a gamma near 0, a bias that is not) has weights whose own step would be so small that its
    // bias overflows int32 and its rescaling underflows. Such weights are as good as 0 beside the others: their step is widened,
    // and since training simulates the wider one, nothing changes when the network is exported.
    private const double SmallestShare = 1.0 / (1 << 16);

    // Leaves 2^30 - 2^27 of the accumulator for the products.
    private const double LargestBias = 1 << 27;

    /// <param name="weight">Float [outC, ...].</param>
    /// <param name="bias">Float [outC].</param>
    /// <param name="inputScale">Step of the layer's input.</param>
    /// <returns>Float [outC], no gradient: with it no bias exceeds 2^27 steps of the accumulator.</returns>
    public static Tensor PerChannel(Tensor weight, Tensor bias, float inputScale)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var own = weight.detach().flatten(1).abs().amax([1]).div_(127).clamp_(min: SmallestScale);
        var wide = own.max().mul(SmallestShare).maximum(BiasScale(bias, inputScale));
        return AsStored(own.maximum(wide)).MoveToOuterDisposeScope();
    }

    /// <returns>Float [1], no gradient: the one step size that every runtime takes for FULLY_CONNECTED.</returns>
    public static Tensor PerTensor(Tensor weight, Tensor bias, float inputScale)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var own = weight.detach().abs().max().div_(127).clamp_(min: SmallestScale);
        return AsStored(own.maximum(BiasScale(bias, inputScale).max()).view(1)).MoveToOuterDisposeScope();
    }

    private static Tensor BiasScale(Tensor bias, float inputScale) => bias.detach().abs().div_(inputScale * LargestBias);

    // The file holds scales as float32; a simulation in float64 must use the same ones.
    private static Tensor AsStored(Tensor scale) => scale.to_type(ScalarType.Float32).to_type(scale.dtype);
}
