using System.Collections.Immutable;

namespace TinyClassify.Tflite;

/// <summary>Quantisation as a file states it, unchecked: real value = Scales[i] * (q - ZeroPoints[i]).</summary>
/// <param name="Scales">One, or one for each index of <paramref name="Axis"/>.</param>
/// <param name="ZeroPoints">As many as scales, or one, or none where they are 0.</param>
/// <param name="Axis">Dimension of the tensor that several scales belong to.</param>
public sealed record TensorQuantization(ImmutableArray<float> Scales, ImmutableArray<long> ZeroPoints, int Axis);
