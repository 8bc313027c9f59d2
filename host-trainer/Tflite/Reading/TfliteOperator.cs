using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>An operator as a file describes it.</summary>
/// <param name="Code">Number of the builtin operator.</param>
/// <param name="Name">TFLite's name, e.g. "CONV_2D"; "CUSTOM 'name'" for others' operators.</param>
/// <param name="Version">Operator version.</param>
/// <param name="Inputs">Tensor indices; -1 for an optional input that is left out.</param>
/// <param name="Outputs">Tensor indices.</param>
/// <param name="Options">Options where they are known here.</param>
public sealed record TfliteOperator(
    int Code, string Name, int Version, ImmutableArray<int> Inputs, ImmutableArray<int> Outputs, OperatorOptions Options);
