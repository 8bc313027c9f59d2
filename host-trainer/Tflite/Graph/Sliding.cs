namespace TinyClassify.Tflite;

/// <summary>How a window moves over height and width.</summary>
/// <param name="StrideHeight">Rows a step, 1 or more.</param>
/// <param name="StrideWidth">Columns a step, 1 or more.</param>
/// <param name="Padding">What happens at the border.</param>
/// <param name="DilationHeight">Distance in rows between neighbouring taps, 1 or more; pools have 1.</param>
/// <param name="DilationWidth">Distance in columns between neighbouring taps, 1 or more; pools have 1.</param>
public sealed record Sliding(
    int StrideHeight, int StrideWidth, Padding Padding, int DilationHeight = 1, int DilationWidth = 1)
{
    /// <summary>The common case: one stride for both directions.</summary>
    public Sliding(int stride, Padding padding)
        : this(stride, stride, padding)
    {
    }

    /// <summary>Throws unless a kernel of this size moved this way turns the input's extent into the output's.</summary>
    internal void CheckOutput(string kind, QuantizedTensor input, QuantizedTensor output, int kernelHeight, int kernelWidth)
    {
        if (StrideHeight < 1 || StrideWidth < 1 || DilationHeight < 1 || DilationWidth < 1)
            throw new ArgumentException(
                $"{kind} that makes '{output.Name}' has {this}; expected strides and dilations of 1 or more.");
        if (!Enum.IsDefined(Padding))
            throw new ArgumentException($"{kind} that makes '{output.Name}' has padding {Padding}; expected Same or Valid.");
        int height = Shapes.SlidingExtent(input.Shape[1], kernelHeight, StrideHeight, DilationHeight, Padding);
        int width = Shapes.SlidingExtent(input.Shape[2], kernelWidth, StrideWidth, DilationWidth, Padding);
        if (height <= 0 || width <= 0)
        {
            throw new ArgumentException(
                $"{kind} that makes '{output.Name}' has a {kernelHeight}x{kernelWidth} kernel that does not fit into " +
                $"{Shapes.Text(input.Shape)}; expected a smaller kernel or Padding.Same.");
        }

        if (output.Shape[1] != height || output.Shape[2] != width)
        {
            throw new ArgumentException(
                $"{kind} turns {Shapes.Text(input.Shape)} into {height}x{width}, but '{output.Name}' is "
                + $"{Shapes.Text(output.Shape)}.");
        }
    }
}
