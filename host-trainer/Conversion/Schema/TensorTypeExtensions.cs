namespace TinyClassify.Conversion;

/// <summary>Sizes and names of element types.</summary>
public static class TensorTypeExtensions
{
    /// <summary>Bits an element; 0 where elements have no fixed size or the type is not known.</summary>
    public static int Bits(this TensorType type) => type switch
    {
        TensorType.Int4 => 4,
        TensorType.Int8 or TensorType.UInt8 or TensorType.Bool => 8,
        TensorType.Int16 or TensorType.UInt16 or TensorType.Float16 or TensorType.BFloat16 => 16,
        TensorType.Int32 or TensorType.UInt32 or TensorType.Float32 => 32,
        TensorType.Int64 or TensorType.UInt64 or TensorType.Float64 or TensorType.Complex64 => 64,
        TensorType.Complex128 => 128,
        _ => 0,
    };

    /// <summary>The name that people use, e.g. "int8"; "type 42" where it is not known.</summary>
    public static string Name(this TensorType type) =>
        Enum.IsDefined(type) ? type.ToString().ToLowerInvariant() : $"type {(int)type}";
}
