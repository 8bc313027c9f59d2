using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>Simulates int8 activations in one pass over memory each way; the same as <see cref="FakeQuantization"/>.</summary>
internal sealed class RoundingFunction : autograd.SingleTensorFunction<RoundingFunction>
{
    private const string StepKey = "step";
    private const string LearnsKey = "learns";

    public override string Name => nameof(RoundingFunction);

    /// <summary>Whether a tensor can be rounded here: float, on the CPU, [N, C, H, W] with channels last in memory.</summary>
    public static bool Takes(Tensor input)
    {
        if (input.device_type != DeviceType.CPU || input.dtype != ScalarType.Float32 || input.dim() != 4)
            return false;
        using var rows = Rows(input);
        return rows.is_contiguous();
    }

    /// <param name="ends">Lower and upper end of the range that <paramref name="step"/> covers, float [2], to be learned; null
    /// for fixed ones.</param>
    public static Tensor Round(Tensor input, QuantizationStep step, Tensor? ends = null) =>
        ends is null ? apply(input, step) : apply(input, step, ends);

    /// <returns>The least and the greatest value of a tensor that <see cref="Takes"/> accepts.</returns>
    public static unsafe (float Least, float Greatest) Extremes(Tensor input)
    {
        using var rows = Rows(input);
        fixed (byte* from = rows.bytes)
            return RoundingKernels.Extremes((float*)from, input.numel());
    }

    public override unsafe Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var input = (Tensor)vars[0];
        var step = (QuantizationStep)vars[1];
        var output = empty_like(input);
        using var x = Rows(input);
        using var y = Rows(output);
        fixed (byte* from = x.bytes, to = y.bytes)
            RoundingKernels.Round((float*)from, (float*)to, input.numel(), step, get_num_threads());
        ctx.save_for_backward([input]);
        ctx.save_data(StepKey, step);
        ctx.save_data(LearnsKey, vars.Length > 2);
        return output;
    }

    public override unsafe List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var step = (QuantizationStep)ctx.get_data(StepKey);
        using var x = Rows(ctx.get_saved_variables()[0]);
        using var gradientRows = Rows(grad_output);
        using var dy = gradientRows.contiguous();
        var dx = empty(x.shape);
        fixed (byte* from = x.bytes, gradient = dy.bytes, to = dx.bytes)
        {
            if (!(bool)ctx.get_data(LearnsKey))
                RoundingKernels.Gradient((float*)from, (float*)gradient, (float*)to, x.numel(), step, get_num_threads());
            else
            {
                var (lower, upper) = RoundingKernels.LearnedGradient(
                    (float*)from, (float*)gradient, (float*)to, x.numel(), step, get_num_threads());
                return [dx.permute(0, 3, 1, 2), null!, tensor([(float)lower, (float)upper])];
            }
        }
        return [dx.permute(0, 3, 1, 2), null!];
    }

    private static Tensor Rows(Tensor channelsFirst) => channelsFirst.permute(0, 2, 3, 1);
}
