using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Models;

/// <summary>Batch normalisation in training mode with an optional ReLU6, as one differentiable function on the CPU.</summary>
/// <remarks>
/// The same function as libtorch's batch_norm and hardtanh one behind the other, up to the order of additions; see
/// <see cref="BatchNormKernels"/> for why. Source: Ioffe and Szegedy 2015, arXiv:1502.03167.
/// </remarks>
internal sealed class BatchNormFunction : autograd.SingleTensorFunction<BatchNormFunction>
{
    private const string ClipKey = "clip";

    public override string Name => nameof(BatchNormFunction);

    /// <summary>Whether a tensor can be normalised here: float or bfloat16, in the CPU's memory, channels last.</summary>
    public static bool Takes(Tensor input)
    {
        if (input.device_type != DeviceType.CPU || input.dtype is not (ScalarType.Float32 or ScalarType.BFloat16))
            return false;
        using var rows = input.permute(0, 2, 3, 1);
        return rows.is_contiguous() && BatchNormKernels<SingleLanes>.Takes(input.numel() / input.shape[1], (int)input.shape[1]);
    }

    /// <param name="input">Float or bfloat16 [N, C, H, W] that <see cref="Takes"/> accepts.</param>
    /// <param name="norm">Its running statistics are updated.</param>
    /// <param name="clip">ReLU6 follows.</param>
    /// <returns>[N, C, H, W] of the same type.</returns>
    public static Tensor Normalize(Tensor input, BatchNorm2d norm, bool clip) =>
        apply(input, norm.weight!, norm.bias!, norm.running_mean!, norm.running_var!, norm.momentum ?? 0.1, norm.eps, clip);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) =>
        ((Tensor)vars[0]).dtype == ScalarType.BFloat16 ? Forward<BFloat16Lanes>(ctx, vars) : Forward<SingleLanes>(ctx, vars);

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        grad_output.dtype == ScalarType.BFloat16 ? Backward<BFloat16Lanes>(ctx, grad_output)
        : Backward<SingleLanes>(ctx, grad_output);

    private static Tensor Forward<T>(autograd.AutogradContext ctx, object[] vars)
        where T : struct, ILanes
    {
        var input = (Tensor)vars[0];
        var (gamma, beta) = (Read((Tensor)vars[1]), Read((Tensor)vars[2]));
        var (runningMean, runningVariance) = ((Tensor)vars[3], (Tensor)vars[4]);
        var (momentum, epsilon, clip) = ((double)vars[5], (double)vars[6], (bool)vars[7]);
        var channels = gamma.Length;
        var rows = input.numel() / channels;

        // Values are shifted by about their mean before they are squared, which keeps the variance exact.
        var shift = Read(runningMean);
        var statistics = new float[4 * channels]; // scale, offset, mean, 1 / deviation
        var (means, variances) = (new float[channels], new float[channels]);
        var (scale, offset) = (new float[channels], new float[channels]);
        using var x = Rows(input);
        var output = empty_like(input); // Keeps the layout; a permuted tensor would be a view, which the caller could not add to.
        using var y = Rows(output);
        unsafe
        {
            fixed (byte* from = x.bytes, to = y.bytes)
            {
                var (first, second) = BatchNormKernels<T>.Reduce(
                    ChannelSums.Moments, new(from, null, null, rows, channels, get_num_threads()), shift,
                    new(shift, shift, clip));
                for (var c = 0; c < channels; c++)
                {
                    var shifted = first[c] / rows;
                    var variance = Math.Max(0, (second[c] / rows) - (shifted * shifted));
                    var mean = shift[c] + shifted;
                    var inverse = 1 / Math.Sqrt(variance + epsilon);
                    (means[c], variances[c]) = ((float)mean, (float)(variance * rows / Math.Max(1, rows - 1)));
                    (scale[c], offset[c]) = ((float)(gamma[c] * inverse), (float)(beta[c] - (mean * gamma[c] * inverse)));
                    (statistics[c], statistics[channels + c]) = (scale[c], offset[c]);
                    (statistics[(2 * channels) + c], statistics[(3 * channels) + c]) = ((float)mean, (float)inverse);
                }
                BatchNormKernels<T>.Apply(new(from, null, to, rows, channels, get_num_threads()), new(scale, offset, clip));
            }
        }
        using (var batch = tensor(means))
            runningMean.mul_(1 - momentum).add_(batch, alpha: momentum);
        using (var batch = tensor(variances))
            runningVariance.mul_(1 - momentum).add_(batch, alpha: momentum);
        ctx.save_for_backward([input, tensor(statistics)]);
        ctx.save_data(ClipKey, clip);
        return output;
    }

    private static List<Tensor> Backward<T>(autograd.AutogradContext ctx, Tensor grad_output)
        where T : struct, ILanes
    {
        var saved = ctx.get_saved_variables();
        var clip = (bool)ctx.get_data(ClipKey);
        using var x = Rows(saved[0]);
        using var gradientRows = Rows(grad_output);
        using var dy = gradientRows.contiguous();
        var statistics = Read(saved[1]);
        var channels = statistics.Length / 4;
        var rows = x.numel() / channels;
        var scale = statistics[..channels];
        var offset = statistics[channels..(2 * channels)];
        var mean = statistics[(2 * channels)..(3 * channels)];
        var inverse = statistics[(3 * channels)..];
        var (slope, level) = (new float[channels], new float[channels]);
        var (dGamma, dBeta) = (new float[channels], new float[channels]);
        var dx = empty(x.shape, dtype: x.dtype);
        unsafe
        {
            fixed (byte* from = x.bytes, gradient = dy.bytes, to = dx.bytes)
            {
                var (sum, product) = BatchNormKernels<T>.Reduce(
                    clip ? ChannelSums.ClippedGradients : ChannelSums.Gradients,
                    new(from, gradient, null, rows, channels, get_num_threads()), mean, new(scale, offset, clip));
                for (var c = 0; c < channels; c++)
                {
                    var correlated = product[c] * inverse[c];
                    (dGamma[c], dBeta[c]) = ((float)correlated, (float)sum[c]);
                    var s = -(double)scale[c] * inverse[c] * correlated / rows;
                    (slope[c], level[c]) = ((float)s, (float)(-((double)scale[c] * sum[c] / rows) - (s * mean[c])));
                }
                BatchNormKernels<T>.ApplyGradient(
                    new(from, gradient, to, rows, channels, get_num_threads()), new(scale, offset, clip), slope, level);
            }
        }
        return [dx.permute(0, 3, 1, 2), tensor(dGamma), tensor(dBeta), null!, null!, null!, null!, null!];
    }

    private static Tensor Rows(Tensor channelsFirst) => channelsFirst.permute(0, 2, 3, 1);

    private static float[] Read(Tensor vector) => vector.detach().data<float>().ToArray();
}
