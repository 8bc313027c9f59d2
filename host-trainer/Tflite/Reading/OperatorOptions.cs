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

    public bool? KeepDimensions { get; init; }

    /// <summary>Other than 0 where a fully connected operator's weights are shuffled.</summary>
    public int? WeightsFormat { get; init; }
}
