using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>A graph of a file: tensors, and the operators in execution order. Indices are checked.</summary>
public sealed record TfliteSubgraph(
    string Name, ImmutableArray<TfliteTensor> Tensors, ImmutableArray<int> Inputs, ImmutableArray<int> Outputs,
    ImmutableArray<TfliteOperator> Operators);
