namespace TinyClassify.Runtime;

/// <summary>One operator of a model's plan, in execution order.</summary>
/// <param name="Name">TFLite's name, e.g. "CONV_2D".</param>
/// <param name="InputShape">NHWC of the first input; unused leading dimensions are 1.</param>
/// <param name="OutputShape">NHWC.</param>
/// <param name="KernelHeight">0 where the operator has no window.</param>
/// <param name="KernelWidth">0 where the operator has no window.</param>
/// <param name="Stride">Rows; 0 where the operator has no window.</param>
/// <param name="Macs">Multiply-accumulates of one inference.</param>
/// <param name="WeightBytes">Constant tensors: weights and biases.</param>
/// <param name="LiveBytes">Arena bytes in use while the operator runs, scratch included.</param>
public sealed record OperatorInfo(
    string Name,
    IReadOnlyList<int> InputShape,
    IReadOnlyList<int> OutputShape,
    int KernelHeight,
    int KernelWidth,
    int Stride,
    long Macs,
    int WeightBytes,
    int LiveBytes);
