using System.Runtime.InteropServices;

namespace TinyClassify.Runtime.Interop;

// The structs of tinyclassify.h, field by field.

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeDiagnostic
{
    public int Status;
    public int OperatorIndex;
    public long Seen;
    public long Expected;
    public byte* What;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeModelFile
{
    public void* Bytes;
    public uint Size;
    public uint Kernels;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeRequirements
{
    public uint MemoryBytes;
    public uint StateBytes;
    public uint ArenaBytes;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeDescription
{
    public byte* Name;
    public uint NameBytes;
    public uint InputHeight;
    public uint InputWidth;
    public uint InputChannels;
    public float InputScale;
    public int InputZeroPoint;
    public uint ClassCount;
    public float OutputScale;
    public int OutputZeroPoint;
    public uint OutputIsSoftmax;
    public uint OperatorCount;
    public uint Rounding;
    public uint ArenaBytes;
    public ulong Macs;
    public ulong WeightBytes;
    public uint OutputCount;
    public uint InputKind;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeOperatorInfo
{
    public byte* Name;
    public fixed uint InputShape[4];
    public fixed uint OutputShape[4];
    public uint KernelHeight;
    public uint KernelWidth;
    public uint Stride;
    public ulong Macs;
    public uint WeightBytes;
    public uint LiveBytes;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativePictureInfo
{
    public uint Format;
    public uint Width;
    public uint Height;
    public uint WorkspaceBytes;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeReader
{
    public delegate* unmanaged[Cdecl]<void*, byte*, uint, int> Read;
    public delegate* unmanaged[Cdecl]<void*, int> Rewind;
    public void* Context;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMemoryFile
{
    public byte* Bytes;
    public uint Size;
    public uint Position;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFrameFile
{
    public byte* Pixels;
    public uint Width;
    public uint Height;
    public uint Stride;
    public uint Format;
    public uint Position;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePicture
{
    public NativeReader File;
    public delegate* unmanaged[Cdecl]<void*, int> Progress;
    public void* ProgressContext;
    public void* Workspace;
    public uint WorkspaceBytes;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePreview
{
    public ushort* Pixels;
    public uint Width;
    public uint Height;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTimer
{
    public delegate* unmanaged[Cdecl]<void*, uint> Clock;
    public void* Context;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativePictureTicks
{
    public uint Decode;
    public uint Invoke;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativePrediction
{
    public uint ClassIndex;
    public int Score;
    public uint ProbabilityPermille;
}
