using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TinyClassify.Trainer.Models;

/// <summary>How sixteen numbers of a tensor become a vector of floats and back.</summary>
internal unsafe interface ILanes
{
    /// <summary>Bytes of one number.</summary>
    static abstract int Bytes { get; }

    static abstract Vector512<float> Load(byte* from);

    static abstract void Store(Vector512<float> values, byte* to);
}

internal unsafe struct SingleLanes : ILanes
{
    public static int Bytes => sizeof(float);

    public static Vector512<float> Load(byte* from) => Vector512.Load((float*)from);

    public static void Store(Vector512<float> values, byte* to) => Vector512.Store(values, (float*)to);
}

/// <summary>bfloat16 is the upper half of a float; storing rounds to the nearest, halves to the even one.</summary>
internal unsafe struct BFloat16Lanes : ILanes
{
    public static int Bytes => sizeof(ushort);

    public static Vector512<float> Load(byte* from)
    {
        var halves = Vector256.Load((ushort*)from);
        var wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(halves)
            : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return (wide << 16).AsSingle();
    }

    public static void Store(Vector512<float> values, byte* to)
    {
        var bits = values.AsUInt32();
        var rounded = (bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;
        var halves = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(rounded)
            : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        Vector256.Store(halves, (ushort*)to);
    }
}
