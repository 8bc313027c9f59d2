using System;
using System.Runtime.InteropServices;

namespace TinyClassify.Native
{
    /// <summary>The board's drawing on .NET: the same native code (tc_draw.h), behind the same C# face.</summary>
    /// <remarks>Documented in native-interop/managed/Canvas.cs; a test compares the two.</remarks>
    public static unsafe class Canvas
    {
        /// <summary>See the board's.</summary>
        public const int SmallFont = 0;

        /// <summary>See the board's.</summary>
        public const int BodyFont = 1;

        /// <summary>See the board's.</summary>
        public const int TitleFont = 2;

        /// <summary>See the board's.</summary>
        public const int IconFont = 3;

        private const int ArgumentError = -1;

        /// <summary>See the board's.</summary>
        public static int Fill(ushort[] frame, int frameWidth, int x, int y, int width, int height, int radius, int color)
        {
            fixed (ushort* pixels = frame)
            {
                Frame target = new Frame(pixels, frame.Length, frameWidth);
                Rectangle rectangle = new Rectangle(x, y, width, height);
                return radius > 0
                    ? tcd_fill_round(&target, &rectangle, radius, (ushort)color)
                    : tcd_fill(&target, &rectangle, (ushort)color);
            }
        }

        /// <summary>See the board's.</summary>
        public static int Copy(ushort[] frame, int frameWidth, int x, int y, ushort[] picture, int width, int height)
        {
            if (width <= 0 || height <= 0 || (long)width * height > picture.Length) return ArgumentError;
            fixed (ushort* pixels = frame, source = picture)
            {
                Frame target = new Frame(pixels, frame.Length, frameWidth);
                Rectangle rectangle = new Rectangle(x, y, width, height);
                return tcd_copy(&target, &rectangle, source);
            }
        }

        /// <summary>See the board's.</summary>
        public static int MeasureText(byte[] text, int start, int count, int font, int maxWidth)
        {
            if (!IsPart(text, start, count)) return ArgumentError;
            fixed (byte* bytes = text)
            {
                Text run = new Text(bytes + start, count, font, maxWidth);
                return tcd_text_width(&run);
            }
        }

        /// <summary>See the board's.</summary>
        public static int DrawText(
            ushort[] frame, int frameWidth, int x, int baseline, byte[] text, int start, int count, int font, int maxWidth,
            int color)
        {
            if (!IsPart(text, start, count)) return ArgumentError;
            fixed (ushort* pixels = frame)
            fixed (byte* bytes = text)
            {
                Frame target = new Frame(pixels, frame.Length, frameWidth);
                Text run = new Text(bytes + start, count, font, maxWidth);
                return tcd_draw_text(&target, &run, x, baseline, (ushort)color);
            }
        }

        private static bool IsPart(byte[] text, int start, int count)
        {
            return start >= 0 && count >= 0 && start <= text.Length && count <= text.Length - start;
        }

        [DllImport("tinyclassify")]
        private static extern int tcd_fill(Frame* frame, Rectangle* rectangle, ushort color);

        [DllImport("tinyclassify")]
        private static extern int tcd_fill_round(Frame* frame, Rectangle* rectangle, int radius, ushort color);

        [DllImport("tinyclassify")]
        private static extern int tcd_copy(Frame* frame, Rectangle* rectangle, ushort* pixels);

        [DllImport("tinyclassify")]
        private static extern int tcd_text_width(Text* text);

        [DllImport("tinyclassify")]
        private static extern int tcd_draw_text(Frame* frame, Text* text, int x, int baseline, ushort color);

        // tcd_frame
        [StructLayout(LayoutKind.Sequential)]
        private readonly struct Frame
        {
            private readonly ushort* _pixels;
            private readonly int _width;
            private readonly int _height;

            public Frame(ushort* pixels, int length, int width)
            {
                _pixels = pixels;
                _width = width;
                _height = width > 0 ? length / width : 0;
            }
        }

        // tcd_rectangle
        [StructLayout(LayoutKind.Sequential)]
        private readonly struct Rectangle
        {
            private readonly int _x;
            private readonly int _y;
            private readonly int _width;
            private readonly int _height;

            public Rectangle(int x, int y, int width, int height)
            {
                _x = x;
                _y = y;
                _width = width;
                _height = height;
            }
        }

        // tcd_text
        [StructLayout(LayoutKind.Sequential)]
        private readonly struct Text
        {
            private readonly byte* _utf8;
            private readonly uint _bytes;
            private readonly int _font;
            private readonly int _maxWidth;

            public Text(byte* utf8, int bytes, int font, int maxWidth)
            {
                _utf8 = utf8;
                _bytes = (uint)bytes;
                _font = font;
                _maxWidth = maxWidth;
            }
        }
    }
}
