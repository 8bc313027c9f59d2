using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>A tensor of an <see cref="EditableGraph"/>. Told apart by reference; a rewrite may change it in place.</summary>
internal sealed class EditableTensor
{
    public required string Name { get; set; }

    /// <summary>Dimensions, batch included; empty for a scalar.</summary>
    public required int[] Shape { get; set; }

    public required TensorType Type { get; set; }

    /// <summary>Null where the tensor has no scale.</summary>
    public TensorQuantization? Quantization { get; set; }

    /// <summary>Contents of a constant; empty for an activation.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }

    public bool IsVariable { get; init; }

    public bool IsSparse { get; init; }

    public bool IsConstant => Data.Length > 0;

    /// <summary>Product of the dimensions.</summary>
    public int ElementCount => Shapes.ElementCount(Shape, $"Tensor '{Name}'");

    /// <summary>The only scale; 0 where there is none, or are several.</summary>
    public float Scale => Quantization is { Scales.Length: 1 } one ? one.Scales[0] : 0;

    /// <summary>The only zero point; 0 where the file states none.</summary>
    public int ZeroPoint => Quantization is { ZeroPoints.Length: > 0 } some ? (int)some.ZeroPoints[0] : 0;

    /// <summary>An int8 activation with one scale.</summary>
    public bool IsInt8 => Type == TensorType.INT8 && Scale > 0 && !IsConstant;

    /// <summary>True where a byte means the same in both.</summary>
    public bool SharesQuantization(EditableTensor other) =>
        Type == other.Type && Scale == other.Scale && Scale > 0 && ZeroPoint == other.ZeroPoint;

    /// <summary>The numbers of an int32 or int64 constant; null for anything else.</summary>
    public int[]? Integers() => Type switch
    {
        _ when !IsConstant => null,
        TensorType.INT32 => MemoryMarshal.Cast<byte, int>(Data.Span).ToArray(),
        TensorType.INT64 =>
        [.. MemoryMarshal.Cast<byte, long>(Data.Span).ToArray().Select(v => (int)Math.Clamp(v, int.MinValue, int.MaxValue))],
        _ => null,
    };

    /// <summary>An int8 activation on the grid of another tensor.</summary>
    public EditableTensor Like(string suffix, params int[] shape) =>
        new() { Name = Name + suffix, Shape = shape, Type = Type, Quantization = Quantization };

    /// <summary>The same contents under another shape of as many elements.</summary>
    public EditableTensor As(params int[] shape) =>
        new() { Name = Name, Shape = shape, Type = Type, Quantization = Quantization, Data = Data };

    /// <summary>An int32 constant.</summary>
    public static EditableTensor Of(string name, int[] shape, params int[] values) =>
        new() { Name = name, Shape = shape, Type = TensorType.INT32, Data = MemoryMarshal.AsBytes(values.AsSpan()).ToArray() };

    public override string ToString() => $"'{Name}' {Shapes.Text(Shape)} {Type.Name()}";
}
