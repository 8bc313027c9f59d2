using System.Diagnostics;
using TinyClassify.Device.Board;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>The PC's time since the process began.</summary>
public sealed class WallClock : IClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public int Milliseconds => unchecked((int)(long)Stopwatch.GetElapsedTime(_start).TotalMilliseconds);
}
