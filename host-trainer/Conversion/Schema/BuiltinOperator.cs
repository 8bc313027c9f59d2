namespace TinyClassify.Conversion;

/// <summary>Operators that TinyClassify writes and runs, with their numbers in the file format.</summary>
internal enum BuiltinOperator
{
    Add = 0,
    AveragePool2D = 1,
    Conv2D = 3,
    DepthwiseConv2D = 4,
    FullyConnected = 9,
    MaxPool2D = 17,
    Reshape = 22,
    Softmax = 25,
    Pad = 34,
}
