using System.Runtime.CompilerServices;

namespace TinyClassify.Native
{
    /// <summary>The classifier, in native code. One model and one picture at a time, in memory of fixed size.</summary>
    /// <remarks>
    /// Results are 0 or more, or a negative tc_status of tinyclassify.h; <see cref="GetErrorText"/> then tells what was seen and
    /// what was expected. Files are read by native code where they lie on the card. Not for two threads at a time.
    /// </remarks>
    public static class Engine
    {
        /// <summary>Version of these methods and of the arrays they fill; must equal <see cref="GetInterfaceVersion"/>.</summary>
        public const int InterfaceVersion = 2;

        /// <summary>Pixels of the largest preview.</summary>
        public const int MaxPreviewPixels = 130560;

        /// <summary>Pixels of two bytes, little endian: red 15..11, green 10..5, blue 4..0.</summary>
        public const int FrameRgb565 = 1;

        /// <summary>Pixels of three bytes: red, green, blue.</summary>
        public const int FrameRgb888 = 2;

        /// <summary>Pixels of one byte, grey.</summary>
        public const int FrameGrey8 = 3;

        /// <summary>Pixels of four bytes: blue, green, red, and one that is not looked at, as Bitmap.GetBitmap gives
        /// them.</summary>
        public const int FrameBgrx8888 = 4;

        /// <returns>Version that the native half was built for.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetInterfaceVersion();

        /// <summary>Opens the model that is part of the firmware.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int OpenBuiltInModel();

        /// <summary>Tells about the open model.</summary>
        /// <param name="facts">Receives <see cref="ModelFact.Count"/> values.</param>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int DescribeModel(int[] facts);

        /// <param name="text">Receives the model's name, UTF-8, cut to the array.</param>
        /// <returns>Bytes written, 0 where the model has no name.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetModelName(byte[] text);

        /// <param name="classIndex">[0, class count).</param>
        /// <param name="text">Receives the class' name, UTF-8, cut to the array.</param>
        /// <returns>Bytes written, 0 where the model has no labels.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetLabel(int classIndex, byte[] text);

        /// <summary>Crops and resizes pixels as a camera or a bitmap has them, draws them and classifies them.</summary>
        /// <param name="pixels">Upper row first.</param>
        /// <param name="format">One of the Frame constants.</param>
        /// <param name="width">Pixels, [1, 65535].</param>
        /// <param name="height">Pixels, [1, 65535].</param>
        /// <param name="stride">Bytes from a row to the next, those of a row at least.</param>
        /// <param name="preview">Receives what the model sees, RGB565 [previewHeight, previewWidth].</param>
        /// <param name="previewWidth">Pixels; 0 for no preview.</param>
        /// <param name="previewHeight">Pixels; 0 for no preview.</param>
        /// <param name="results">Receives <see cref="PictureFact.Count"/> values.</param>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ClassifyFrame(
            byte[] pixels, int format, int width, int height, int stride, ushort[] preview, int previewWidth, int previewHeight,
            int[] results);

        /// <summary>Opens a model of the card, read straight into its slot. After an error no model is open.</summary>
        /// <param name="path">As <see cref="MemoryCard"/>'s; its first pathBytes bytes count.</param>
        /// <returns>0, a status of the card, or a tc_status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int LoadModel(byte[] path, int pathBytes);

        /// <summary>Opens a picture of the card to classify it; one that was begun before is given up.</summary>
        /// <param name="path">As <see cref="MemoryCard"/>'s; its first pathBytes bytes count.</param>
        /// <param name="width">Pixels of the preview.</param>
        /// <param name="height">Pixels; width * height is at most <see cref="MaxPreviewPixels"/>.</param>
        /// <returns>0, a status of the card, or a tc_status.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int BeginPicture(byte[] path, int pathBytes, int width, int height);

        /// <summary>Decodes, draws and classifies the picture that was begun, for about a quarter of a second.</summary>
        /// <param name="preview">Receives the picture as the model sees it, RGB565 [height, width], once it is done.</param>
        /// <param name="results">Receives <see cref="PictureFact.Count"/> values once it is done.</param>
        /// <returns>0: done. 1 to 1000: it goes on, and so many thousandths of the file are read; call again. Negative: it failed
        /// and is given up.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ContinuePicture(ushort[] preview, int[] results);

        /// <summary>Gives up the picture that was begun, if there is one.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int CancelPicture();

        /// <param name="text">Receives the last error as a sentence, ASCII, cut to the array.</param>
        /// <returns>Bytes written.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetErrorText(byte[] text);
    }
}
