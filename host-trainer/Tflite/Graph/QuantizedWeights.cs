using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>Symmetric int8 weights with int32 bias. Real weight = scale[c] * q; real bias = inputScale * scale[c] * q.</summary>
public sealed class QuantizedWeights
{
    /// <param name="values">Each in [-127, 127]: the format keeps weights symmetric, so -128 is not used.</param>
    /// <param name="shape">[outC, kH, kW, inC] for Conv2D, [1, kH, kW, outC] for DepthwiseConv2D,
    /// [outC, inC] for FullyConnected.</param>
    /// <param name="scales">Positive, finite step sizes: one a channel, or a single one for all.</param>
    /// <param name="bias">One a channel, in units of inputScale * scale[c].</param>
    /// <exception cref="ArgumentException">Lengths disagree or a value is outside its range.</exception>
    public QuantizedWeights(
        ReadOnlySpan<sbyte> values, ReadOnlySpan<int> shape, ReadOnlySpan<float> scales, ReadOnlySpan<int> bias)
        : this(values, shape, scales, bias, symmetric: true)
    {
    }

    private QuantizedWeights(
        ReadOnlySpan<sbyte> values, ReadOnlySpan<int> shape, ReadOnlySpan<float> scales, ReadOnlySpan<int> bias, bool symmetric)
    {
        if (shape.Length is not (2 or 4))
            throw new ArgumentException($"Weights have shape {Shapes.Text(shape)}; expected 2 or 4 dimensions.");
        int expected = Shapes.ElementCount(shape, "The weights");
        if (values.Length != expected)
        {
            throw new ArgumentException(
                $"Weights of shape {Shapes.Text(shape)} hold {values.Length} values; expected {expected}.");
        }

        int symmetricBreak = symmetric ? values.IndexOf(sbyte.MinValue) : -1;
        if (symmetricBreak >= 0)
            throw new ArgumentException($"Weight {symmetricBreak} is -128; expected -127 to 127 (symmetric quantisation).");
        if (bias.Length == 0)
            throw new ArgumentException("There are no biases; expected one a channel (zeros where the layer has none).");
        if (scales.Length != bias.Length && scales.Length != 1)
        {
            throw new ArgumentException(
                $"There are {scales.Length} weight scales for {bias.Length} channels; expected one a channel, or a single one.");
        }

        for (int c = 0; c < scales.Length; c++)
        {
            if (!float.IsFinite(scales[c]) || scales[c] <= 0)
                throw new ArgumentException($"Weight scale {c} is {scales[c]}; expected a positive, finite number.");
        }

        Values = [.. values];
        Shape = [.. shape];
        Scales = [.. scales];
        Bias = [.. bias];
    }

    /// <summary>In [-127, 127]; weights read from another converter's file may hold -128, which runtimes take.</summary>
    public ImmutableArray<sbyte> Values { get; }

    public ImmutableArray<int> Shape { get; }

    public ImmutableArray<float> Scales { get; }

    public ImmutableArray<int> Bias { get; }

    public int ChannelCount => Bias.Length;

    public float Scale(int channel) => Scales.Length == 1 ? Scales[0] : Scales[channel];

    /// <summary>As the constructor, for weights that others quantised: -128 is let through.</summary>
    internal static QuantizedWeights FromFile(
        ReadOnlySpan<sbyte> values, ReadOnlySpan<int> shape, ReadOnlySpan<float> scales, ReadOnlySpan<int> bias) =>
        new(values, shape, scales, bias, symmetric: false);

    /// <summary>Proves that no input can overflow the int32 accumulator, and that rescaling is within what runtimes
    /// take.</summary>
    /// <param name="channelIsLast">True for depthwise weights [1, kH, kW, outC]; otherwise the channel is the first
    /// axis.</param>
    internal void CheckArithmetic(QuantizedTensor input, QuantizedTensor output, bool channelIsLast)
    {
        // |q - zero_point| of any int8 q.
        long inputReach = Math.Max(input.ZeroPoint - sbyte.MinValue, sbyte.MaxValue - input.ZeroPoint);
        int perChannel = Values.Length / ChannelCount;
        for (int c = 0; c < ChannelCount; c++)
        {
            long magnitude = 0;
            for (int i = 0; i < perChannel; i++)
                magnitude += Math.Abs((int)(channelIsLast ? Values[(i * ChannelCount) + c] : Values[(c * perChannel) + i]));
            double factor = (double)input.Scale * Scale(c) / output.Scale;
            Requantization.Check(factor, output, c);
            long reach = (magnitude * inputReach) + Math.Abs((long)Bias[c]);
            long limit = Requantization.AccumulatorLimit(factor);
            if (reach > limit)
            {
                throw new ArgumentException(
                    $"Channel {c} of the operator that makes '{output.Name}' can reach an accumulator of {reach}; " +
                    $"expected at most {limit} (bias {Bias[c]}). A larger weight scale makes the integers smaller.");
            }
        }
    }
}
