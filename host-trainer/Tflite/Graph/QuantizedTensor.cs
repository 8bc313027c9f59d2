using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>An int8 activation: real value = Scale * (q - ZeroPoint). Tensors are told apart by reference.</summary>
public sealed class QuantizedTensor
{
    private const int MaximumRank = 4;

    /// <param name="name">Unique in its graph, not empty.</param>
    /// <param name="shape">One to four dimensions, the first one the batch (always 1): [1, H, W, C] or [1, C].</param>
    /// <param name="scale">Positive, finite step size.</param>
    /// <param name="zeroPoint">The integer that stands for 0.0, [-128, 127].</param>
    /// <exception cref="ArgumentException">A value is outside its range; the message says which.</exception>
    public QuantizedTensor(string name, ReadOnlySpan<int> shape, float scale, int zeroPoint)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (shape.Length is 0 or > MaximumRank)
            throw new ArgumentException($"Tensor '{name}' has {shape.Length} dimensions; expected 1 to {MaximumRank}.");
        if (shape[0] != 1)
            throw new ArgumentException($"Tensor '{name}' has batch {shape[0]}; expected 1, one picture an inference.");
        Shape = [.. shape];
        Name = name;
        ElementCount = Shapes.ElementCount(shape, $"Tensor '{name}'");
        if (!float.IsFinite(scale) || scale <= 0)
            throw new ArgumentException($"Tensor '{name}' has scale {scale}; expected a positive, finite number.");
        if (zeroPoint is < sbyte.MinValue or > sbyte.MaxValue)
            throw new ArgumentException($"Tensor '{name}' has zero point {zeroPoint}; expected -128 to 127.");
        Scale = scale;
        ZeroPoint = zeroPoint;
    }

    public string Name { get; }

    /// <summary>NHWC, the batch included.</summary>
    public ImmutableArray<int> Shape { get; }

    public float Scale { get; }

    public int ZeroPoint { get; }

    /// <summary>Elements, which are bytes too: every activation is int8.</summary>
    public int ElementCount { get; }

    /// <summary>True where a real value means the same byte in both tensors.</summary>
    public bool SharesQuantization(QuantizedTensor other) => Scale == other.Scale && ZeroPoint == other.ZeroPoint;

    public override string ToString() => $"'{Name}' {Shapes.Text(Shape)} int8, scale {Scale:R}, zero point {ZeroPoint}";
}
