using TinyClassify.Runtime.Interop;

namespace TinyClassify.Runtime;

/// <summary>A native call that failed. Its message says what was seen and what was expected.</summary>
public sealed class TinyClassifyException : Exception
{
    internal TinyClassifyException(string message, in NativeDiagnostic diagnostic)
        : base(message)
    {
        Status = (TinyClassifyStatus)diagnostic.Status;
        OperatorIndex = diagnostic.OperatorIndex;
        Seen = diagnostic.Seen;
        Expected = diagnostic.Expected;
    }

    /// <summary>The kind of failure; never <see cref="TinyClassifyStatus.Ok"/>.</summary>
    public TinyClassifyStatus Status { get; }

    /// <summary>The model's operator that is concerned, in execution order, or -1.</summary>
    public int OperatorIndex { get; }

    /// <summary>The value found; the message says of what.</summary>
    public long Seen { get; }

    /// <summary>The value wanted, or the limit.</summary>
    public long Expected { get; }
}
