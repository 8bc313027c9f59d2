using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>The int8 grid of one activation tensor, learned by watching a running minimum and maximum.</summary>
public sealed class ActivationRange : nn.Module<Tensor, Tensor>
{
    private readonly Tensor _range;
    private readonly double _momentum;
    private readonly float _lowerLimit;
    private readonly float _upperLimit;

    /// <param name="momentum">Weight of a new batch in the running range, (0, 1].</param>
    /// <param name="lowerLimit">No value below it is ever stored: 0 behind ReLU6.</param>
    /// <param name="upperLimit">No value above it is ever stored: 6 behind ReLU6.</param>
    public ActivationRange(string name, double momentum, float lowerLimit = float.NegativeInfinity,
        float upperLimit = float.PositiveInfinity)
        : base(name)
    {
        _momentum = momentum;
        _lowerLimit = lowerLimit;
        _upperLimit = upperLimit;
        // [minimum, maximum, batches seen]: a buffer, so that checkpoints hold it.
        _range = zeros(3);
        register_buffer("range", _range);
    }

    /// <summary>Whether batches move the range; only in training mode.</summary>
    public bool IsObserving { get; set; } = true;

    /// <summary>The grid as it stands.</summary>
    public QuantizationStep Step
    {
        get
        {
            using var onHost = get_buffer("range")!.cpu().to_type(ScalarType.Float32);
            var values = onHost.data<float>();
            return QuantizationStep.Covering(values[0], values[1]);
        }
    }

    /// <param name="input">Float, any shape.</param>
    /// <returns>The input on the int8 grid, same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        if (training && IsObserving)
            Observe(input);
        return training && RoundingFunction.Takes(input) ? RoundingFunction.Round(input, Step)
            : FakeQuantization.Activation(input, Step);
    }

    private void Observe(Tensor input)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var buffer = get_buffer("range")!;
        var now = (RoundingFunction.Takes(input) ? tensor(AsArray(RoundingFunction.Extremes(input)))
            : stack([input.min(), input.max()]))
            .clamp(_lowerLimit, _upperLimit);
        var weight = buffer[2].item<float>() == 0 ? 1.0 : _momentum;
        buffer[TensorIndex.Slice(0, 2)].lerp_(now, weight);
        buffer[2].add_(1);
    }

    private static float[] AsArray((float Least, float Greatest) extremes) => [extremes.Least, extremes.Greatest];
}
