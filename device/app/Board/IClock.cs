namespace TinyClassify.Device.Board
{
    /// <summary>Time that only moves forward.</summary>
    public interface IClock
    {
        /// <summary>Milliseconds since some moment; wraps around, so compare differences.</summary>
        int Milliseconds { get; }
    }
}
