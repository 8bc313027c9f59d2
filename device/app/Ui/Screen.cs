using TinyClassify.Device.Board;
using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Ui
{
    /// <summary>The frame that a screen is drawn into, and what the screens draw with.</summary>
    public sealed class Screen
    {
        private readonly IDisplay _display;
        private readonly ushort[] _frame;

        /// <summary>Makes a frame of the display's size.</summary>
        public Screen(IDisplay display)
        {
            _display = display;
            Width = display.Width;
            Height = display.Height;
            _frame = new ushort[Width * Height];
        }

        /// <summary>Pixels.</summary>
        public int Width { get; }

        /// <summary>Pixels.</summary>
        public int Height { get; }

        /// <summary>Shows what was drawn.</summary>
        public void Show()
        {
            _display.Show(_frame);
        }

        /// <summary>Fills a rectangle.</summary>
        public void Fill(int x, int y, int width, int height, int color)
        {
            Canvas.Fill(_frame, Width, x, y, width, height, 0, color);
        }

        /// <summary>Fills a rectangle with round corners.</summary>
        public void FillRound(int x, int y, int width, int height, int radius, int color)
        {
            Canvas.Fill(_frame, Width, x, y, width, height, radius, color);
        }

        /// <summary>Copies a picture.</summary>
        /// <param name="picture">RGB565 [height, width].</param>
        public void Copy(int x, int y, ushort[] picture, int width, int height)
        {
            Canvas.Copy(_frame, Width, x, y, picture, width, height);
        }

        /// <summary>Draws text from its left edge; an ellipsis ends what is wider than maxWidth.</summary>
        /// <returns>Width drawn.</returns>
        public int Text(TextLine text, int x, int baseline, int maxWidth, int font, int color)
        {
            return Canvas.DrawText(_frame, Width, x, baseline, text.Bytes, 0, text.Length, font, maxWidth, color);
        }

        /// <summary>Draws text in a font where it fits so, and else in a smaller one.</summary>
        public void TextFitting(TextLine text, int x, int baseline, int maxWidth, int font, int smallerFont, int color)
        {
            bool fits = Canvas.MeasureText(text.Bytes, 0, text.Length, font, 1 << 20) <= maxWidth;
            // The title's letters are ASCII only.
            for (int i = 0; font == Canvas.TitleFont && i < text.Length; i++) fits = fits && text.Bytes[i] < 0x80;
            Text(text, x, baseline, maxWidth, fits ? font : smallerFont, color);
        }

        /// <summary>Draws text in the middle of the screen.</summary>
        public void TextCentred(TextLine text, int baseline, int font, int color)
        {
            int width = Canvas.MeasureText(text.Bytes, 0, text.Length, font, Width);
            Text(text, (Width - width) / 2, baseline, Width, font, color);
        }

        /// <summary>Draws text that ends at its right edge.</summary>
        /// <returns>Width drawn.</returns>
        public int TextRight(TextLine text, int right, int baseline, int maxWidth, int font, int color)
        {
            int width = Canvas.MeasureText(text.Bytes, 0, text.Length, font, maxWidth);
            return Canvas.DrawText(_frame, Width, right - width, baseline, text.Bytes, 0, text.Length, font, maxWidth, color);
        }

        /// <summary>Draws text in as many lines as it takes, broken at spaces; the last line that is allowed ends in an
        /// ellipsis.</summary>
        /// <returns>Lines drawn.</returns>
        public int Paragraph(TextLine text, int x, int baseline, int maxWidth, int lineHeight, int maxLines, int font, int color)
        {
            int lines = 0;
            int start = 0;
            while (start < text.Length && lines < maxLines)
            {
                int count = lines + 1 == maxLines ? text.Length - start : FittingBytes(text, start, maxWidth, font);
                Canvas.DrawText(
                    _frame, Width, x, baseline + lines * lineHeight, text.Bytes, start, count, font, maxWidth, color);
                start += count;
                while (start < text.Length && text.Bytes[start] == ' ') start++;
                lines++;
            }

            return lines;
        }

        // The longest run of whole words that fits; one word that is too long alone stands alone.
        private static int FittingBytes(TextLine text, int start, int maxWidth, int font)
        {
            int fits = 0;
            for (int end = start + 1; end <= text.Length; end++)
            {
                bool wordEnds = end == text.Length || text.Bytes[end] == ' ';
                if (!wordEnds) continue;
                bool tooWide = Canvas.MeasureText(text.Bytes, start, end - start, font, 1 << 20) > maxWidth;
                if (tooWide) return fits == 0 ? end - start : fits;
                fits = end - start;
            }

            return fits;
        }
    }
}
