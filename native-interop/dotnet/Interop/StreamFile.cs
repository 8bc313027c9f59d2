using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace TinyClassify.Runtime.Interop;

/// <summary>A stream as the native code reads files: forward, a few KB at a time, and from its first byte again where it
/// can.</summary>
internal sealed unsafe class StreamFile : IDisposable
{
    private readonly Stream _stream;
    private readonly long _start;
    private readonly Func<bool>? _proceed;
    private GCHandle _self;
    private ExceptionDispatchInfo? _failure;

    /// <param name="stream">Read from where it stands.</param>
    /// <param name="proceed">Asked on the way whether to go on.</param>
    public StreamFile(Stream stream, Func<bool>? proceed = null)
    {
        _stream = stream;
        _start = stream.CanSeek ? stream.Position : 0;
        _proceed = proceed;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>Valid until <see cref="Dispose"/>.</summary>
    public NativeReader Reader => new() { Read = &Read, Rewind = _stream.CanSeek ? &Rewind : null, Context = Context };

    /// <summary>For the callback of progress.</summary>
    public void* Context => (void*)GCHandle.ToIntPtr(_self);

    /// <summary>Null where nobody is to be asked.</summary>
    public delegate* unmanaged[Cdecl]<void*, int> Progress => _proceed is null ? null : &Proceed;

    /// <summary>Throws what a callback threw: no exception passes through native code.</summary>
    public void ThrowFailure() => _failure?.Throw();

    public void Dispose()
    {
        if (_self.IsAllocated)
            _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(void* context, byte* buffer, uint capacity) =>
        Call(context, file => file._stream.Read(new Span<byte>(buffer, (int)capacity)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Rewind(void* context) => Call(context, file =>
    {
        file._stream.Position = file._start;
        return 0;
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Proceed(void* context) => Call(context, file => file._proceed!() ? 0 : 1);

    private static int Call(void* context, Func<StreamFile, int> body)
    {
        var file = (StreamFile)GCHandle.FromIntPtr((nint)context).Target!;
        try
        {
            return body(file);
        }
        catch (Exception e)
        {
            file._failure = ExceptionDispatchInfo.Capture(e);
            return -1;
        }
    }
}
