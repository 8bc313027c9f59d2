namespace TinyClassify.Device.Board
{
    /// <summary>The screen.</summary>
    public interface IDisplay
    {
        /// <summary>Pixels.</summary>
        int Width { get; }

        /// <summary>Pixels.</summary>
        int Height { get; }

        /// <summary>Shows a whole frame.</summary>
        /// <param name="frame">RGB565 [Height, Width]; not kept.</param>
        void Show(ushort[] frame);
    }
}
