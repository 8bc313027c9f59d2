namespace TinyClassify.Tflite;

/// <summary>The operators between which an activation must be kept, both included.</summary>
public sealed record TensorLifetime(int Tensor, int FirstOperator, int LastOperator, long Bytes);
