using System.Runtime.CompilerServices;

namespace TinyClassify.Native
{
    /// <summary>Drawing into a frame of RGB565 pixels, in native code: one call a rectangle or a run of text.</summary>
    /// <remarks>
    /// A frame is a ushort[height * width]; what lies outside is clipped. Colours are RGB565. Results are 0 or more, or
    /// TC_ERROR_ARGUMENT (-1) where an array is too short for what the other arguments say.
    /// </remarks>
    public static class Canvas
    {
        /// <summary>Roboto Regular, 14 pixels.</summary>
        public const int SmallFont = 0;

        /// <summary>Roboto Regular, 17 pixels.</summary>
        public const int BodyFont = 1;

        /// <summary>Roboto Medium, 28 pixels; ASCII only.</summary>
        public const int TitleFont = 2;

        /// <summary>Our own signs, 64 pixels, U+E000 and on: card, warning, picture, three layers.</summary>
        public const int IconFont = 3;

        /// <summary>Fills a rectangle with smoothed round corners.</summary>
        /// <param name="radius">Pixels; 0 for square corners.</param>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Fill(
            ushort[] frame, int frameWidth, int x, int y, int width, int height, int radius, int color);

        /// <summary>Copies a picture into the frame.</summary>
        /// <param name="picture">RGB565 [height, width].</param>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Copy(ushort[] frame, int frameWidth, int x, int y, ushort[] picture, int width, int height);

        /// <param name="text">UTF-8.</param>
        /// <param name="start">First byte of the run.</param>
        /// <param name="count">Bytes of the run.</param>
        /// <param name="maxWidth">Pixels; a longer run is cut and ends in an ellipsis.</param>
        /// <returns>Width in pixels of the run as it would be drawn.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int MeasureText(byte[] text, int start, int count, int font, int maxWidth);

        /// <summary>Draws a run of text.</summary>
        /// <param name="x">Left edge.</param>
        /// <param name="baseline">Row on which the letters stand.</param>
        /// <returns>Width in pixels of what was drawn.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int DrawText(
            ushort[] frame, int frameWidth, int x, int baseline, byte[] text, int start, int count, int font, int maxWidth,
            int color);
    }
}
