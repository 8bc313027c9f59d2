using System.Runtime.InteropServices;
using TinyClassify.Tflite;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Preparation;

/// <summary>A tensor's contents: integers, of whatever width, or floats.</summary>
internal sealed class Values
{
    private Values(int[] shape, int[] integers, float[] floats) => (Shape, Integers, Floats) = (shape, integers, floats);

    public int[] Shape { get; }

    public int[] Integers { get; }

    public float[] Floats { get; }

    public static Values Of(int[] shape, int[] integers) => new(shape, integers, []);

    public static Values Of(int[] shape, float[] floats) => new(shape, [], floats);

    /// <summary>The same contents under another shape.</summary>
    public Values As(int[] shape) => new(shape, Integers, Floats);

    /// <summary>What a constant holds.</summary>
    /// <exception cref="NotSupportedException">A type that nothing here computes with.</exception>
    public static Values Constant(EditableTensor tensor)
    {
        ReadOnlySpan<byte> data = tensor.Data.Span;
        return tensor.Type switch
        {
            TensorType.INT8 => Of(tensor.Shape, [.. MemoryMarshal.Cast<byte, sbyte>(data).ToArray().Select(v => (int)v)]),
            TensorType.UINT8 => Of(tensor.Shape, [.. data.ToArray().Select(v => (int)v)]),
            TensorType.FLOAT32 => Of(tensor.Shape, MemoryMarshal.Cast<byte, float>(data).ToArray()),
            TensorType.INT32 or TensorType.INT64 => Of(tensor.Shape, tensor.Integers()!),
            _ => throw new NotSupportedException($"The constant {tensor} has a type that is not computed with."),
        };
    }

    /// <summary>The constant that holds these integers.</summary>
    public EditableTensor ToConstant(string name) => new()
    {
        Name = name, Shape = Shape, Type = TensorType.INT32, Data = MemoryMarshal.AsBytes(Integers.AsSpan()).ToArray(),
    };

    public bool SameAs(Values other) =>
        Integers.AsSpan().SequenceEqual(other.Integers) && Floats.AsSpan().SequenceEqual(other.Floats);
}
