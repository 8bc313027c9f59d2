using System.Runtime.InteropServices;

namespace TinyClassify.Runtime.Interop;

/// <summary>Native memory at the alignment that the engine asks for.</summary>
internal sealed unsafe class AlignedMemory : SafeHandle
{
    private const uint Alignment = 16; // TC_ALIGNMENT

    public AlignedMemory(uint bytes)
        : base(0, ownsHandle: true)
    {
        // Zero bytes still need an address.
        SetHandle((nint)NativeMemory.AlignedAlloc(Math.Max(bytes, 1), Alignment));
        Bytes = bytes;
    }

    public AlignedMemory(ReadOnlySpan<byte> content)
        : this((uint)content.Length) => content.CopyTo(new Span<byte>(Pointer, content.Length));

    public uint Bytes { get; }

    public byte* Pointer => (byte*)handle;

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
