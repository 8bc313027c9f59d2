namespace TinyClassify.Tflite;

/// <summary>A window without weights. Input and output share scale and zero point.</summary>
public abstract class PoolingOperator : QuantizedOperator
{
    // The sum of a window's bytes stays within 32 bits, as runtimes assume.
    private const int LargestWindow = 1 << 23;

    /// <param name="input">int8 [1, H, W, C].</param>
    /// <param name="output">int8 [1, H', W', C], quantised as the input.</param>
    /// <param name="kernelHeight">Rows of the window, 1 or more.</param>
    /// <param name="kernelWidth">Columns of the window, 1 or more.</param>
    /// <param name="sliding">Stride and padding; no dilation.</param>
    /// <param name="activation">Clamp of the output.</param>
    /// <exception cref="ArgumentException">Shapes or quantisation disagree.</exception>
    private protected PoolingOperator(
        QuantizedTensor input, QuantizedTensor output, int kernelHeight, int kernelWidth, Sliding sliding,
        FusedActivation activation)
        : base([input], output)
    {
        ArgumentNullException.ThrowIfNull(sliding);
        RequireRank4();
        RequireActivation(activation);
        RequireSharedQuantization();
        if (kernelHeight < 1 || kernelWidth < 1 || (long)kernelHeight * kernelWidth > LargestWindow)
            throw Wrong($"the window is {kernelHeight}x{kernelWidth}; expected 1x1 up to {LargestWindow} elements.");
        if (sliding.DilationHeight != 1 || sliding.DilationWidth != 1)
            throw Wrong($"the window is dilated {sliding.DilationHeight}x{sliding.DilationWidth}; pools know no dilation.");
        if (input.Shape[3] != output.Shape[3])
            throw Wrong($"{input.Shape[3]} channels become {output.Shape[3]}; expected as many.");
        sliding.CheckOutput(Kind, input, output, kernelHeight, kernelWidth);
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
        Sliding = sliding;
        Activation = activation;
    }

    public int KernelHeight { get; }

    public int KernelWidth { get; }

    public Sliding Sliding { get; }

    public FusedActivation Activation { get; }
}
