using System;
using TinyClassify.Runtime;

namespace TinyClassify.Native
{
    /// <summary>Pixels of a camera or a bitmap.</summary>
    public static partial class Engine
    {
        /// <summary>See the board's.</summary>
        public const int FrameRgb565 = 1;

        /// <summary>See the board's.</summary>
        public const int FrameRgb888 = 2;

        /// <summary>See the board's.</summary>
        public const int FrameGrey8 = 3;

        /// <summary>See the board's.</summary>
        public const int FrameBgrx8888 = 4;

        /// <summary>See the board's.</summary>
        public static int ClassifyFrame(
            byte[] pixels, int format, int width, int height, int stride, ushort[] preview, int previewWidth, int previewHeight,
            int[] results)
        {
            CancelPicture();
            if (s_model == null) return NoModel();
            if (results.Length < PictureFact.Count)
            {
                return Fail(TinyClassifyStatus.Argument, "places for results", results.Length, PictureFact.Count);
            }

            if (previewWidth < 0 || previewHeight < 0 || (long)previewWidth * previewHeight > preview.Length)
            {
                return Fail(TinyClassifyStatus.Argument, "pixels of the preview", preview.Length,
                    (long)previewWidth * previewHeight);
            }

            try
            {
                Span<ushort> shown = new Span<ushort>(preview, 0, previewWidth * previewHeight);
                PictureTimes times =
                    s_model.ClassifyFrame(pixels, (FrameFormat)format, width, height, stride, shown, previewWidth, previewHeight);
                Report(times, results);
                return 0;
            }
            catch (ArgumentException)
            {
                int bytes = format == FrameRgb565 ? 2 : format == FrameRgb888 ? 3 : format == FrameGrey8 ? 1 : 4;
                return Fail(TinyClassifyStatus.Argument, "bytes of the frame", pixels.Length, (height - 1L) * stride
                    + (long)width * bytes);
            }
            catch (TinyClassifyException e)
            {
                s_error = e.Message;
                return (int)e.Status;
            }
        }
    }
}
