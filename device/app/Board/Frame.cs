namespace TinyClassify.Device.Board
{
    /// <summary>Pixels as a camera has them.</summary>
    public sealed class Frame
    {
        /// <summary>Upper row first.</summary>
        public byte[] Pixels;

        /// <summary>Engine.FrameRgb565 or another.</summary>
        public int Format;

        /// <summary>Pixels.</summary>
        public int Width;

        /// <summary>Pixels.</summary>
        public int Height;

        /// <summary>Bytes from a row to the next.</summary>
        public int Stride;
    }
}
