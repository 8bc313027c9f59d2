using System.Collections.Immutable;
using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>A tensor as a file describes it.</summary>
/// <param name="Name">Not always unique, may be empty.</param>
/// <param name="Shape">Dimensions; empty for a scalar or an unknown shape; an unknown dimension is -1 or 1.</param>
/// <param name="Type">Element type; a number without a name where the format has grown.</param>
/// <param name="Quantization">Null where the tensor has no scale.</param>
/// <param name="Data">Contents of a constant; empty for an activation.</param>
/// <param name="IsVariable">Keeps its value from one inference to the next.</param>
/// <param name="IsSparse">The data leaves zeros out.</param>
public sealed record TfliteTensor(
    string Name, ImmutableArray<int> Shape, TensorType Type, TensorQuantization? Quantization, ReadOnlyMemory<byte> Data,
    bool IsVariable, bool IsSparse)
{
    public bool IsConstant => Data.Length > 0;

    /// <summary>Product of the dimensions, unknown ones counted as 1; long.MaxValue where it is larger.</summary>
    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (int dimension in Shape)
            {
                long factor = Math.Max(dimension, dimension < 0 ? 1 : 0);
                if (factor != 0 && count > long.MaxValue / factor)
                    return long.MaxValue;
                count *= factor;
            }

            return count;
        }
    }

    /// <summary>Memory of the elements in bytes; 0 where the type has no fixed size.</summary>
    public long ByteCount
    {
        get
        {
            int bits = Type.Bits();
            return ElementCount > (long.MaxValue / 64) - 8 ? long.MaxValue : ((ElementCount * bits) + 7) / 8;
        }
    }
}
