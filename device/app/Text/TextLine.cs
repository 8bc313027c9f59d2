namespace TinyClassify.Device.Text
{
    /// <summary>A line of UTF-8 text that is written anew for each picture without making garbage.</summary>
    public sealed class TextLine
    {
        private readonly byte[] _digits = new byte[12];

        /// <param name="capacity">Bytes; what does not fit is left out.</param>
        public TextLine(int capacity)
        {
            Bytes = new byte[capacity];
        }

        /// <summary>The text, UTF-8, in the first <see cref="Length"/> bytes.</summary>
        public byte[] Bytes { get; private set; }

        /// <summary>Bytes in use. Who fills Bytes from native code sets it.</summary>
        public int Length { get; set; }

        /// <summary>Empties the line.</summary>
        public TextLine Clear()
        {
            Length = 0;
            return this;
        }

        /// <summary>Makes room for so many bytes; what is in the line stays.</summary>
        public TextLine Reserve(int capacity)
        {
            if (capacity <= Bytes.Length) return this;
            byte[] larger = new byte[capacity];
            for (int i = 0; i < Length; i++) larger[i] = Bytes[i];
            Bytes = larger;
            return this;
        }

        /// <summary>The line as text; what is not UTF-8 becomes U+FFFD.</summary>
        public override string ToString()
        {
            char[] text = new char[Length];
            int count = 0;
            for (int i = 0; i < Length;)
            {
                int c = Bytes[i++];
                int rest = c < 0x80 ? 0 : c >= 0xC2 && c < 0xE0 ? 1 : c >= 0xE0 && c < 0xF0 ? 2 : c >= 0xF0 && c < 0xF5 ? 3 : -1;
                int least = rest == 2 ? 0x800 : rest == 3 ? 0x10000 : 0;
                if (rest > 0) c &= 0x3F >> rest;
                int taken = 0;
                while (taken < rest && i + taken < Length && (Bytes[i + taken] & 0xC0) == 0x80) c =
                    c << 6 | (Bytes[i + taken++] & 0x3F);
                bool sound = taken == rest && c >= least && c < 0x110000 && (c < 0xD800 || c >= 0xE000);
                if (sound) i += rest;
                else c = 0xFFFD;
                if (c >= 0x10000)
                {
                    text[count++] = (char)(0xD800 + ((c - 0x10000) >> 10));
                    c = 0xDC00 + (c & 0x3FF);
                }

                text[count++] = (char)c;
            }

            return new string(text, 0, count);
        }

        /// <summary>Adds text.</summary>
        public TextLine Add(string text)
        {
            return Add(text, 0);
        }

        /// <summary>Adds text from one of its characters on.</summary>
        public TextLine Add(string text, int start)
        {
            for (int i = start; i < text.Length; i++)
            {
                int c = text[i];
                if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.Length)
                {
                    int low = text[i + 1];
                    if (low >= 0xDC00 && low < 0xE000)
                    {
                        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                        i++;
                    }
                }

                AddCodePoint(c);
            }

            return this;
        }

        /// <summary>Adds another line's text.</summary>
        public TextLine Add(TextLine text)
        {
            return Add(text.Bytes, 0, text.Length);
        }

        /// <summary>Adds UTF-8 bytes.</summary>
        public TextLine Add(byte[] utf8, int start, int count)
        {
            for (int i = 0; i < count; i++) AddByte(utf8[start + i]);
            return this;
        }

        /// <summary>Adds a whole number.</summary>
        public TextLine Add(int value)
        {
            return AddFixed(value, 0);
        }

        /// <summary>Adds a number with a decimal point, such as 984 with one decimal: 98.4.</summary>
        public TextLine AddFixed(int value, int decimals)
        {
            // Counted below zero, where every int has its place.
            int rest = value < 0 ? value : -value;
            int count = 0;
            do
            {
                _digits[count++] = (byte)('0' - (rest % 10));
                rest /= 10;
            }
            while (rest != 0 || count <= decimals);

            if (value < 0) AddByte((byte)'-');
            while (count > 0)
            {
                if (count == decimals) AddByte((byte)'.');
                AddByte(_digits[--count]);
            }

            return this;
        }

        /// <summary>Adds microseconds as milliseconds: 3 digits, or all where there are more.</summary>
        public TextLine AddMilliseconds(int microseconds)
        {
            if (microseconds < 10000) AddFixed((microseconds + 5) / 10, 2);
            else if (microseconds < 100000) AddFixed((microseconds + 50) / 100, 1);
            else Add((microseconds + 500) / 1000);
            return Add(" ms");
        }

        /// <summary>Adds a number of bytes: B, KB of 1024 or MB.</summary>
        public TextLine AddBytes(int bytes)
        {
            if (bytes < 1024) return Add(bytes).Add(" B");
            if (bytes < 1024 * 1024) return Add((bytes + 512) / 1024).Add(" KB");
            return AddFixed((int)((bytes * 10L + 524288) / 1048576), 1).Add(" MB");
        }

        /// <summary>Adds a count that is told in thousands: K below a million, else M with one decimal.</summary>
        public TextLine AddKilo(int thousands)
        {
            if (thousands < 1000) return Add(thousands).Add(" K");
            return AddFixed((thousands + 50) / 100, 1).Add(" M");
        }

        private void AddCodePoint(int c)
        {
            if (c < 0x80)
            {
                AddByte((byte)c);
            }
            else if (c < 0x800)
            {
                AddByte((byte)(0xC0 | c >> 6));
                AddByte((byte)(0x80 | c & 0x3F));
            }
            else if (c < 0x10000)
            {
                AddByte((byte)(0xE0 | c >> 12));
                AddByte((byte)(0x80 | c >> 6 & 0x3F));
                AddByte((byte)(0x80 | c & 0x3F));
            }
            else
            {
                AddByte((byte)(0xF0 | c >> 18));
                AddByte((byte)(0x80 | c >> 12 & 0x3F));
                AddByte((byte)(0x80 | c >> 6 & 0x3F));
                AddByte((byte)(0x80 | c & 0x3F));
            }
        }

        private void AddByte(byte value)
        {
            if (Length < Bytes.Length) Bytes[Length++] = value;
        }
    }
}
