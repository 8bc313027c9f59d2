using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>Simulates int8 activations in one pass over memory each way; the same as <see
/// cref="FakeQuantization.Activation"/>.</summary>
internal sealed class RoundingFunction : autograd.SingleTensorFunction<RoundingFunction>
{
    private const string StepKey = "step";

    public override string Name => nameof(RoundingFunction);

    /// <summary>Whether a tensor can be rounded here: float, on the CPU, [N, C, H, W] with channels last in memory.</summary>
    public static bool Takes(Tensor input)
    {
        if (input.device_type != DeviceType.CPU || input.dtype != ScalarType.Float32 || input.dim() != 4)
            return false;
        using var rows = Rows(input);
        return rows.is_contiguous();
    }

    public static Tensor Round(Tensor input, QuantizationStep step) => apply(input, step);

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
            RoundingKernels.Gradient((float*)from, (float*)gradient, (float*)to, x.numel(), step, get_num_threads());
        return [dx.permute(0, 3, 1, 2), null!];
    }

    private static Tensor Rows(Tensor channelsFirst) => channelsFirst.permute(0, 2, 3, 1);
}
