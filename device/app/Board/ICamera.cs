namespace TinyClassify.Device.Board
{
    /// <summary>A camera. Its driver posts Input.FrameArrived for each frame, and once more when it is switched off.</summary>
    public interface ICamera
    {
        /// <summary>It is switched on.</summary>
        bool IsOn { get; }

        /// <summary>Takes the newest frame, unless it was taken before.</summary>
        /// <param name="frame">Receives it; its pixels stay as they are until the next call.</param>
        /// <returns>Whether there was one.</returns>
        bool Take(Frame frame);
    }
}
