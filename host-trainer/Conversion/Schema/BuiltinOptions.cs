namespace TinyClassify.Conversion;

/// <summary>Which options table an operator carries: the type byte of the union in the file format.</summary>
internal enum BuiltinOptions : byte
{
    None = 0,
    Conv2D = 1,
    DepthwiseConv2D = 2,
    Pool2D = 5,
    FullyConnected = 8,
    Softmax = 9,
    Add = 11,
    Reshape = 17,
    Pad = 22,
}
