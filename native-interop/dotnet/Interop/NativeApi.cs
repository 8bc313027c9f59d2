using System.Runtime.InteropServices;
using System.Text;

namespace TinyClassify.Runtime.Interop;

/// <summary>The functions of tinyclassify.h in one of the libraries. They have the same names there, so they are called by
/// address.</summary>
internal sealed unsafe class NativeApi
{
    /// <summary>TC_API_VERSION of the header that these declarations were written from.</summary>
    public const uint ApiVersion = 4;

    private static readonly Lazy<NativeApi> s_double = new(() => new NativeApi(NativeLibraryLoader.DoubleRounding));
    private static readonly Lazy<NativeApi> s_single = new(() => new NativeApi(NativeLibraryLoader.SingleRounding));
    private static readonly Lazy<NativeApi> s_float = new(() => new NativeApi(NativeLibraryLoader.FloatRounding));

    public readonly delegate* unmanaged[Cdecl]<NativeModelFile*, NativeRequirements*, NativeDiagnostic*, int> Measure;
    public readonly delegate* unmanaged[Cdecl]<NativeModelFile*, void*, uint, nint*, NativeDiagnostic*, int> Open;
    public readonly delegate* unmanaged[Cdecl]<nint, NativeDescription*, int> Describe;
    public readonly delegate* unmanaged[Cdecl]<nint, uint, byte**, uint*, int> Label;
    public readonly delegate* unmanaged[Cdecl]<nint, uint, NativeOperatorInfo*, int> Operator;
    public readonly delegate* unmanaged[Cdecl]<nint, sbyte*> Input;
    public readonly delegate* unmanaged[Cdecl]<nint, void> Invoke;
    public readonly delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, uint>, void*, uint*, void> InvokeProfiled;
    public readonly delegate* unmanaged[Cdecl]<nint, sbyte*> Output;
    public readonly delegate* unmanaged[Cdecl]<nint, uint, NativePrediction*, int> Top;
    public readonly delegate* unmanaged[Cdecl]<NativeMemoryFile*, NativeReader*, void> MemoryReader;
    public readonly delegate* unmanaged[Cdecl]<NativeFrameFile*, NativeReader*, NativeDiagnostic*, int> FrameReader;
    public readonly delegate* unmanaged[Cdecl]<NativeReader*, NativePictureInfo*, NativeDiagnostic*, int> ProbePicture;
    public readonly delegate* unmanaged[Cdecl]<NativePicture*, uint, uint, byte*, NativeDiagnostic*, int> DecodePicture;
    public readonly delegate* unmanaged[Cdecl]<nint, NativePicture*, NativePreview*, NativeTimer*, NativePictureTicks*,
        NativeDiagnostic*, int> ClassifyPicture;

    private readonly delegate* unmanaged[Cdecl]<NativeDiagnostic*, byte*, uint, uint> _formatDiagnostic;
    private readonly delegate* unmanaged[Cdecl]<int, byte*> _statusName;

    private NativeApi(string library)
    {
        var handle = NativeLibraryLoader.Load(library);
        var version = (delegate* unmanaged[Cdecl]<uint>)Export("tc_api_version");
        NativeLibraryLoader.RequireVersion(library, version(), ApiVersion);
        Measure = (delegate* unmanaged[Cdecl]<NativeModelFile*, NativeRequirements*, NativeDiagnostic*, int>)Export("tc_measure");
        Open = (delegate* unmanaged[Cdecl]<NativeModelFile*, void*, uint, nint*, NativeDiagnostic*, int>)Export("tc_open");
        Describe = (delegate* unmanaged[Cdecl]<nint, NativeDescription*, int>)Export("tc_describe");
        Label = (delegate* unmanaged[Cdecl]<nint, uint, byte**, uint*, int>)Export("tc_label");
        Operator = (delegate* unmanaged[Cdecl]<nint, uint, NativeOperatorInfo*, int>)Export("tc_operator");
        Input = (delegate* unmanaged[Cdecl]<nint, sbyte*>)Export("tc_input");
        Invoke = (delegate* unmanaged[Cdecl]<nint, void>)Export("tc_invoke");
        InvokeProfiled = (delegate* unmanaged[Cdecl]<nint, delegate* unmanaged[Cdecl]<void*, uint>, void*, uint*,
            void>)Export("tc_invoke_profiled");
        Output = (delegate* unmanaged[Cdecl]<nint, sbyte*>)Export("tc_output");
        Top = (delegate* unmanaged[Cdecl]<nint, uint, NativePrediction*, int>)Export("tc_top");
        MemoryReader = (delegate* unmanaged[Cdecl]<NativeMemoryFile*, NativeReader*, void>)Export("tc_memory_reader");
        FrameReader = (delegate* unmanaged[Cdecl]<NativeFrameFile*, NativeReader*, NativeDiagnostic*,
            int>)Export("tc_frame_reader");
        ProbePicture = (delegate* unmanaged[Cdecl]<NativeReader*, NativePictureInfo*, NativeDiagnostic*,
            int>)Export("tc_probe_picture");
        DecodePicture = (delegate* unmanaged[Cdecl]<NativePicture*, uint, uint, byte*, NativeDiagnostic*,
            int>)Export("tc_decode_picture");
        ClassifyPicture = (delegate* unmanaged[Cdecl]<nint, NativePicture*, NativePreview*, NativeTimer*, NativePictureTicks*,
            NativeDiagnostic*, int>)Export("tc_classify_picture");
        _formatDiagnostic = (delegate* unmanaged[Cdecl]<NativeDiagnostic*, byte*, uint, uint>)Export("tc_format_diagnostic");
        _statusName = (delegate* unmanaged[Cdecl]<int, byte*>)Export("tc_status_name");

        nint Export(string name) => NativeLibrary.GetExport(handle, name);
    }

    /// <summary>The library of a rounding mode, loaded once a process.</summary>
    public static NativeApi For(Rounding rounding) => rounding switch
    {
        Rounding.Double => s_double.Value,
        Rounding.Single => s_single.Value,
        Rounding.Float => s_float.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "Expected Double, Single or Float."),
    };

    /// <summary>Turns a negative status into an exception, with the sentence that the native code makes of the
    /// diagnostic.</summary>
    public void Check(int status, in NativeDiagnostic diagnostic)
    {
        if (status == (int)TinyClassifyStatus.Ok)
            return;
        const int capacity = 512;
        var line = stackalloc byte[capacity];
        uint length;
        fixed (NativeDiagnostic* pointer = &diagnostic)
            length = _formatDiagnostic(pointer, line, capacity);
        throw new TinyClassifyException(Encoding.UTF8.GetString(line, (int)length), diagnostic);
    }

    /// <summary>As above, for functions without a diagnostic.</summary>
    public void Check(int status, string what)
    {
        if (status == (int)TinyClassifyStatus.Ok)
            return;
        var name = Marshal.PtrToStringUTF8((nint)_statusName(status));
        throw new TinyClassifyException($"{name}: {what}", new NativeDiagnostic { Status = status, OperatorIndex = -1 });
    }
}
