using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>Arithmetic on shapes that cannot overflow silently.</summary>
internal static class Shapes
{
    /// <summary>Product of the dimensions.</summary>
    /// <exception cref="ArgumentException">A dimension is not positive, or the product exceeds int32.</exception>
    public static int ElementCount(ReadOnlySpan<int> shape, string what)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            if (dimension <= 0)
                throw new ArgumentException($"{what} has shape {Text(shape)}; expected positive dimensions.");
            count *= dimension;
            if (count > int.MaxValue)
                throw new ArgumentException($"{what} has shape {Text(shape)}; expected at most {int.MaxValue} elements.");
        }

        return (int)count;
    }

    /// <summary>Output extent of a sliding window, as TFLite defines it; 0 or less where the window does not fit.</summary>
    public static int SlidingExtent(int input, int kernel, int stride, int dilation, Padding padding)
    {
        long effectiveKernel = ((long)kernel - 1) * dilation + 1;
        long positions = padding == Padding.Same ? input : input - effectiveKernel + 1;
        return positions <= 0 ? 0 : (int)((positions + stride - 1) / stride);
    }

    public static bool Equal(ImmutableArray<int> left, ReadOnlySpan<int> right) => left.AsSpan().SequenceEqual(right);

    public static string Text(ImmutableArray<int> shape) => Text(shape.AsSpan());

    public static string Text(ReadOnlySpan<int> shape)
    {
        var parts = new string[shape.Length];
        for (int i = 0; i < shape.Length; i++)
            parts[i] = shape[i].ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", parts)}]";
    }
}
