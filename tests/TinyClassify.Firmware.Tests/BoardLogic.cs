using System.Runtime.InteropServices;

namespace TinyClassify.Firmware.Tests;

/// <summary>The overlay's C functions that touch no hardware, compiled for the PC.</summary>
public sealed class BoardLogic : IDisposable
{
    public const int LineBytes = 64;
    public const int LineCount = 5;

    private readonly Scratch? _scratch;
    private readonly nint _library;

    public BoardLogic()
    {
        if (!OperatingSystem.IsLinux() || !Tool.Exists("gcc")) return;
        _scratch = new Scratch();
        var library = _scratch.File("board.so");
        Tool.MustRun(Overlay.Board, "gcc", "-shared", "-fPIC", "-std=c11", "-O1", "-Wall", "-Wextra", "-Werror", "-o", library,
            "common/fault_text.c", "common/restart_cause.c", "common/restart_record.c", "nanoCLR/card_bounce.c", "-Icommon");
        _library = NativeLibrary.Load(library);
    }

    public T Get<T>(string name)
        where T : Delegate
    {
        Skip.If(_library == 0, "gcc for Linux is not installed");
        return Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));
    }

    public void Dispose()
    {
        if (_library != 0) NativeLibrary.Free(_library);
        _scratch?.Dispose();
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct FaultFacts
    {
        public uint Exception;
        public uint Frame;
        public uint Pc;
        public uint Lr;
        public uint Psr;
        public uint Cfsr;
        public uint Hfsr;
        public uint Mmfar;
        public uint Bfar;
        public nint Halt;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct RestartRecord
    {
        public uint Magic;
        public uint QuickRestarts;
        public uint FaultKnown;
        public uint FaultPc;
        public uint FaultLr;
        public uint FaultCfsr;
        public uint Check;
    }

    public delegate void FaultLinesFunction(in FaultFacts facts, byte[] lines);

    public delegate int BootFunction(ref RestartRecord record, int bySoftware, int deployed);

    public delegate int WaitsFunction(in RestartRecord record);

    public delegate int CauseFunction(uint flags, int faultKnown);

    public delegate void StableFunction(ref RestartRecord record);

    public delegate void FaultFunction(ref RestartRecord record, in FaultFacts facts);

    [return: MarshalAs(UnmanagedType.I1)]
    public delegate bool Transfer(nint card, uint sector, nint bytes, uint count);

    [return: MarshalAs(UnmanagedType.I1)]
    public delegate bool BounceFunction(Transfer transfer, nint card, nint bounce, uint sector, nint bytes, uint count);
}
