using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Quantization;

/// <summary>The int8 grid of one activation tensor: that of a running minimum and maximum, or learned from where these
/// stood.</summary>
public sealed class ActivationRange : nn.Module<Tensor, Tensor>
{
    private const string EndsName = "ends";
    private const float SmallestWidth = 1e-6f;

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

    /// <summary>Whether batches move the range, or what it learns; only in training mode.</summary>
    public bool IsObserving { get; set; } = true;

    /// <summary>Whether the ends are a parameter of the network, which an optimiser moves.</summary>
    public bool IsLearned { get; private set; }

    /// <summary>The grid as it stands.</summary>
    public QuantizationStep Step
    {
        get
        {
            using var noGradient = no_grad();
            using var onHost = (IsLearned ? Ends() : get_buffer("range")!).cpu().to_type(ScalarType.Float32);
            var values = onHost.data<float>();
            return QuantizationStep.Covering(values[0], values[1]);
        }
    }

    /// <summary>Gives the network a parameter for the ends, before there is an optimiser; nothing is learned until <see
    /// cref="Learn"/>.</summary>
    public void Prepare() => register_parameter(EndsName, nn.Parameter(zeros(2)));

    /// <summary>From now on the ends are learned, from where the observed range stands.</summary>
    public void Learn()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        IsLearned = true;
        get_parameter(EndsName)!.copy_(get_buffer("range")![TensorIndex.Slice(0, 2)] / Width());
    }

    /// <summary>Ends learning: what was learned is the range, as if it had been observed.</summary>
    public void Settle()
    {
        if (!IsLearned)
            return;
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        get_buffer("range")![TensorIndex.Slice(0, 2)].copy_(Ends());
        IsLearned = false;
    }

    /// <summary>Whether a tensor's name is that of learned ends, which a network that is finished has no use for.</summary>
    public static bool IsEnds(string name) => name.EndsWith("." + EndsName, StringComparison.Ordinal);

    /// <param name="input">Float, any shape.</param>
    /// <returns>The input on the int8 grid, same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        if (training && IsObserving && !IsLearned)
            Observe(input);
        if (!training || !IsLearned || !IsObserving)
            return training && RoundingFunction.Takes(input) ? RoundingFunction.Round(input, Step)
                : FakeQuantization.Activation(input, Step);
        return RoundingFunction.Takes(input) ? RoundingFunction.Round(input, Step, Ends())
            : FakeQuantization.LearnedActivation(input, Step, Ends());
    }

    // The parameter is of the order of 1 whatever the layer's values are: a learning rate means the same everywhere. 0 stays in
    // the range.
    private Tensor Ends()
    {
        var ends = get_parameter(EndsName)! * Width();
        return stack([ends[0].clamp(_lowerLimit, 0), ends[1].clamp(0, _upperLimit)]);
    }

    // Of the observed range, which no longer moves.
    private Tensor Width()
    {
        var range = get_buffer("range")!;
        return (range[1].clamp_min(0) - range[0].clamp_max(0)).clamp_min(SmallestWidth);
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
