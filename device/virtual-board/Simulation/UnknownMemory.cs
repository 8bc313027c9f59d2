using TinyClassify.Device.Board;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>The PC's heap says nothing about the board's: the figure is left out.</summary>
public sealed class UnknownMemory : IMemory
{
    /// <inheritdoc/>
    public int FreeBytes => -1;
}
