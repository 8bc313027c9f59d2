using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>Rounds floats to a grid in the forward pass; the gradient passes as if nothing had been rounded.</summary>
/// <remarks>Straight-through estimator: x + (quantised(x) - x).detach(). Source: Bengio et al. 2013, arXiv:1308.3432.</remarks>
internal static class FakeQuantization
{
    /// <summary>Simulates an int8 activation; values outside the grid are clamped and get no gradient.</summary>
    /// <param name="input">Float, any shape.</param>
    /// <returns>Values scale * (q - zeroPoint) with q in [-128, 127], same shape.</returns>
    public static Tensor Activation(Tensor input, QuantizationStep step)
    {
        // Clamping to the grid's ends is also the ReLU6 of a range that starts at 0 and ends at 6 or below.
        var clamped = input.clamp(step.Lowest, step.Highest);
        Tensor error;
        using (no_grad())
        {
            // The zero point is an integer, so rounding x / scale puts x on the grid that has 0.0 on it.
            using var rounded = clamped.detach().div(step.Scale).round_().mul_(step.Scale);
            error = rounded.sub(clamped);
        }
        return clamped + error;
    }

    /// <summary>As <see cref="Activation"/>, where the ends of the grid's range are learned as well.</summary>
    /// <param name="ends">Lower and upper end that <paramref name="step"/> covers, float [2]. A value beyond an end moves with
    /// it; one within, by how far it was rounded for each change of the step.</param>
    /// <remarks>Sources: Esser et al. 2020, arXiv:1902.08153; Bhalgat et al. 2020, arXiv:2004.09576, for ranges that are not
    /// symmetric.</remarks>
    public static Tensor LearnedActivation(Tensor input, QuantizationStep step, Tensor ends)
    {
        Tensor below, above, moved;
        using (no_grad())
        {
            below = input.lt(step.Lowest).to_type(input.dtype);
            above = input.gt(step.Highest).to_type(input.dtype);
            var inSteps = input.detach().div(step.Scale);
            moved = inSteps.round().sub_(inSteps).mul_(1 - below - above).div_(QuantizationStep.Steps);
        }
        var change = ends - ends.detach();
        return Activation(input, step) + ((below - moved) * change[0]) + ((above + moved) * change[1]);
    }

    /// <summary>Simulates AVERAGE_POOL_2D over the whole picture.</summary>
    /// <param name="input">Float [N, C, H, W] on the grid of <paramref name="step"/>.</param>
    /// <returns>Float [N, C] on the same grid.</returns>
    /// <remarks>
    /// TFLite averages the bytes and rounds halves away from zero. Among 16 pixels a mean is a half as often as one time in
    /// sixteen, so the side it falls to matters; integers as floats keep it exact.
    /// </remarks>
    public static Tensor AveragePool(Tensor input, QuantizationStep step)
    {
        var mean = input.mean([2, 3]);
        Tensor error;
        using (no_grad())
        {
            var bytes = input.detach().div(step.Scale).round_().mean([2, 3]).add_(step.ZeroPoint);
            var rounded = bytes.sign() * bytes.abs().add_(0.5).floor_();
            error = rounded.sub_(step.ZeroPoint).mul_(step.Scale).sub_(mean);
        }
        return mean + error;
    }

    /// <summary>Simulates symmetric int8 weights.</summary>
    /// <param name="weight">Float weights [outC, ...].</param>
    /// <param name="scale">Positive step sizes, broadcast over <paramref name="weight"/>: [outC, 1, ...] or [1, 1].</param>
    /// <returns>Weights on the grid scale * {-127..127}, same shape.</returns>
    public static Tensor Weight(Tensor weight, Tensor scale)
    {
        Tensor error;
        using (no_grad())
            error = (weight / scale).round_().clamp_(-127, 127).mul_(scale).sub_(weight);
        return weight + error;
    }

    /// <summary>Simulates an int32 bias in units of the accumulator.</summary>
    /// <param name="bias">Float [outC].</param>
    /// <param name="accumulatorScale">Input scale times weight scales, [outC] or [1].</param>
    public static Tensor Bias(Tensor bias, Tensor accumulatorScale)
    {
        Tensor error;
        using (no_grad())
            error = (bias / accumulatorScale).round_().mul_(accumulatorScale).sub_(bias);
        return bias + error;
    }
}
