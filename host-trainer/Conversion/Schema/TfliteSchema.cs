namespace TinyClassify.Conversion;

/// <summary>Field ids of the tables in tflite.fbs, table by table; a test holds the two together.</summary>
/// <remarks>Why ids rather than generated accessors: docs/decisions, "The .tflite schema as field ids".</remarks>
internal static class TfliteSchema
{
    public const string FileIdentifier = "TFL3";
    public const int Version = 3;

    public static class QuantizationParameters
    {
        public const int Min = 0;
        public const int Max = 1;
        public const int Scale = 2;
        public const int ZeroPoint = 3;
        public const int DetailsType = 4;
        public const int Details = 5;
        public const int QuantizedDimension = 6;
    }

    public static class Tensor
    {
        public const int Shape = 0;
        public const int Type = 1;
        public const int Buffer = 2;
        public const int Name = 3;
        public const int Quantization = 4;
        public const int IsVariable = 5;
        public const int Sparsity = 6;
        public const int ShapeSignature = 7;
    }

    public static class Conv2DOptions
    {
        public const int Padding = 0;
        public const int StrideW = 1;
        public const int StrideH = 2;
        public const int FusedActivationFunction = 3;
        public const int DilationWFactor = 4;
        public const int DilationHFactor = 5;
    }

    public static class Pool2DOptions
    {
        public const int Padding = 0;
        public const int StrideW = 1;
        public const int StrideH = 2;
        public const int FilterWidth = 3;
        public const int FilterHeight = 4;
        public const int FusedActivationFunction = 5;
    }

    public static class DepthwiseConv2DOptions
    {
        public const int Padding = 0;
        public const int StrideW = 1;
        public const int StrideH = 2;
        public const int DepthMultiplier = 3;
        public const int FusedActivationFunction = 4;
        public const int DilationWFactor = 5;
        public const int DilationHFactor = 6;
    }

    public static class FullyConnectedOptions
    {
        public const int FusedActivationFunction = 0;
        public const int WeightsFormat = 1;
        public const int KeepNumDims = 2;
    }

    public static class SoftmaxOptions
    {
        public const int Beta = 0;
    }

    public static class AddOptions
    {
        public const int FusedActivationFunction = 0;
    }

    public static class ReshapeOptions
    {
        public const int NewShape = 0;
    }

    public static class OperatorCode
    {
        public const int DeprecatedBuiltinCode = 0;
        public const int CustomCode = 1;
        public const int Version = 2;
        public const int BuiltinCode = 3;
    }

    public static class Operator
    {
        public const int OpcodeIndex = 0;
        public const int Inputs = 1;
        public const int Outputs = 2;
        public const int BuiltinOptions = 4;
    }

    public static class SubGraph
    {
        public const int Tensors = 0;
        public const int Inputs = 1;
        public const int Outputs = 2;
        public const int Operators = 3;
        public const int Name = 4;
    }

    public static class Buffer
    {
        public const int Data = 0;
        public const int Offset = 1;
        public const int Size = 2;
    }

    public static class Metadata
    {
        public const int Name = 0;
        public const int Buffer = 1;
    }

    public static class Model
    {
        public const int Version = 0;
        public const int OperatorCodes = 1;
        public const int Subgraphs = 2;
        public const int Description = 3;
        public const int Buffers = 4;
        public const int MetadataBuffer = 5;
        public const int Metadata = 6;
    }
}
