namespace TinyClassify.Runtime;

/// <summary>Which of the engine's kernels run. All give the same bytes; a model that somebody else made is proven with
/// each.</summary>
public enum KernelSet
{
    /// <summary>What this machine runs best.</summary>
    Fastest,

    /// <summary>The plain kernels that define the truth.</summary>
    Plain,

    /// <summary>The microcontroller's, with its instructions written out in C++.</summary>
    CortexM7,
}
