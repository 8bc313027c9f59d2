using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>Options of an operator as a file states them, unchecked; what the operator has not stays null.</summary>
public sealed record OperatorOptions
{
    public static OperatorOptions None { get; } = new();

    public int? Padding { get; init; }

    public int? StrideHeight { get; init; }

    public int? StrideWidth { get; init; }

    public int? DilationHeight { get; init; }

    public int? DilationWidth { get; init; }

    /// <summary>Rows of a pool's window; a convolution's stand in its weights' shape.</summary>
    public int? FilterHeight { get; init; }

    public int? FilterWidth { get; init; }

    public int? DepthMultiplier { get; init; }

    /// <summary>Number of the clamp in the format: 0 none, 1 ReLU, 3 ReLU6; others exist.</summary>
    public int? Activation { get; init; }

    public float? Beta { get; init; }

    /// <summary>Slope of LEAKY_RELU below 0.</summary>
    public float? Alpha { get; init; }

    /// <summary>Dimension along which tensors are joined, packed or gathered; negative from the end.</summary>
    public int? Axis { get; init; }

    /// <summary>The shape that RESHAPE's options state; its second input counts where there is one.</summary>
    public ImmutableArray<int> NewShape { get; init; } = [];

    /// <summary>STRIDED_SLICE: bit i set where its value for dimension i does not count.</summary>
    public int? BeginMask { get; init; }

    public int? EndMask { get; init; }

    public int? EllipsisMask { get; init; }

    public int? NewAxisMask { get; init; }

    public int? ShrinkAxisMask { get; init; }

    /// <summary>Outputs of SPLIT.</summary>
    public int? Splits { get; init; }

    public bool? KeepDimensions { get; init; }

    /// <summary>Other than 0 where a fully connected operator's weights are shuffled.</summary>
    public int? WeightsFormat { get; init; }
}
