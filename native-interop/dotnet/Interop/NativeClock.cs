using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TinyClassify.Runtime.Interop;

/// <summary>The clock that the native code reads: 100 ns ticks modulo 2^32, so that spans of up to 7 minutes are measured
/// right.</summary>
internal static unsafe class NativeClock
{
    public static delegate* unmanaged[Cdecl]<void*, uint> Pointer => &Read;

    public static TimeSpan Span(uint ticks) => TimeSpan.FromTicks(ticks);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static uint Read(void* context) => unchecked((uint)Stopwatch.GetElapsedTime(0).Ticks);
}
