namespace TinyClassify.Tflite;

/// <summary>Largest element of each window, [1, H, W, C] to [1, H', W', C].</summary>
public sealed class MaxPool2D : PoolingOperator
{
    /// <inheritdoc cref="PoolingOperator(QuantizedTensor, QuantizedTensor, int, int, Sliding, FusedActivation)"/>
    public MaxPool2D(
        QuantizedTensor input, QuantizedTensor output, int kernelHeight, int kernelWidth, Sliding sliding,
        FusedActivation activation = FusedActivation.None)
        : base(input, output, kernelHeight, kernelWidth, sliding, activation)
    {
    }

    public override string Kind => "MAX_POOL_2D";
}
