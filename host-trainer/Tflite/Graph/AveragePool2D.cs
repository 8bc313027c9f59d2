namespace TinyClassify.Tflite;

/// <summary>Mean of each window's elements that lie inside the input, rounded half away from zero, [1, H, W, C] to [1, H', W',
/// C].</summary>
public sealed class AveragePool2D : PoolingOperator
{
    /// <inheritdoc cref="PoolingOperator(QuantizedTensor, QuantizedTensor, int, int, Sliding, FusedActivation)"/>
    public AveragePool2D(
        QuantizedTensor input, QuantizedTensor output, int kernelHeight, int kernelWidth, Sliding sliding,
        FusedActivation activation = FusedActivation.None)
        : base(input, output, kernelHeight, kernelWidth, sliding, activation)
    {
    }

    public override string Kind => "AVERAGE_POOL_2D";
}
