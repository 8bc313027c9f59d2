namespace TinyClassify.Device.Board
{
    /// <summary>Another machine that runs the application in the board's place: the times that it measures are its own, and are
    /// shown as such.</summary>
    public interface IStandIn
    {
        /// <summary>What an inference with the open model would take on the board, in microseconds; -1 where nobody counted
        /// it.</summary>
        int BoardMicroseconds { get; }
    }
}
