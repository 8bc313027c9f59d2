using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Sizes and names of element types.</summary>
public static class TensorTypeExtensions
{
    /// <summary>Bits an element; 0 where elements have no fixed size or the type is not known.</summary>
    public static int Bits(this TensorType type) => type switch
    {
        TensorType.INT4 => 4,
        TensorType.INT8 or TensorType.UINT8 or TensorType.BOOL => 8,
        TensorType.INT16 or TensorType.UINT16 or TensorType.FLOAT16 or TensorType.BFLOAT16 => 16,
        TensorType.INT32 or TensorType.UINT32 or TensorType.FLOAT32 => 32,
        TensorType.INT64 or TensorType.UINT64 or TensorType.FLOAT64 or TensorType.COMPLEX64 => 64,
        TensorType.COMPLEX128 => 128,
        _ => 0,
    };

    /// <summary>The name that people use, e.g. "int8"; "type 42" where it is not known.</summary>
    public static string Name(this TensorType type) =>
        Enum.IsDefined(type) ? type.ToString().ToLowerInvariant() : $"type {(int)type}";
}
