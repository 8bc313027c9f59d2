using TinyClassify.Device.Board;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>Time that moves only when it is told to, so that a run without a person needs no waiting.</summary>
public sealed class ManualClock : IClock
{
    /// <inheritdoc/>
    public int Milliseconds { get; private set; }

    /// <summary>Lets time pass.</summary>
    public void Advance(int milliseconds) => Milliseconds = unchecked(Milliseconds + milliseconds);
}
