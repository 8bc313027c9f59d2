using System;
using TinyClassify.Native;

namespace TinyClassify.Samples
{
    /// <summary>Classifies pixels as a camera or a bitmap has them, with the firmware's model.</summary>
    public sealed class FrameClassifier
    {
        private static readonly ushort[] s_noPreview = new ushort[0];

        private readonly int[] _results = new int[PictureFact.Count];

        /// <summary>Opens the model.</summary>
        public FrameClassifier()
        {
            Check(Engine.OpenBuiltInModel());
        }

        /// <summary>Probability of the last frame's class in thousandths.</summary>
        public int Permille => _results[PictureFact.First + 1];

        /// <returns>The class of a frame, [0, class count).</returns>
        /// <param name="pixels">Upper row first.</param>
        /// <param name="format">Engine.FrameRgb565 or another.</param>
        /// <param name="stride">Bytes from a row to the next.</param>
        public int Classify(byte[] pixels, int format, int width, int height, int stride)
        {
            Check(Engine.ClassifyFrame(pixels, format, width, height, stride, s_noPreview, 0, 0, _results));
            return _results[PictureFact.First];
        }

        private static void Check(int status)
        {
            if (status >= 0) return;
            byte[] sentence = new byte[192];
            int length = Engine.GetErrorText(sentence);
            char[] text = new char[length];
            for (int i = 0; i < length; i++) text[i] = (char)sentence[i];
            throw new InvalidOperationException(new string(text));
        }
    }
}
