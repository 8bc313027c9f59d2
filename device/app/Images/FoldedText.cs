namespace TinyClassify.Naming
{
    /// <summary>Text as names are compared: without case, however its accents are written, and with _, - and what no file's name
    /// can hold as spaces.</summary>
    /// <remarks>
    /// Canonical caseless matching, Unicode 3.13 D145: taken apart (NFD), full case folding, marks in canonical order. Two texts
    /// are equal here where their composed forms (NFC) are equal but for case. .NET nanoFramework has neither Normalize nor a
    /// ToLower beyond ASCII, and a PC without ICU has no Normalize either: both use this.
    /// </remarks>
    public sealed class FoldedText
    {
        private const int Iota = 0x345;

        private int[] _points = new int[32];
        private byte[] _classes = new byte[32];

        /// <summary>Code points.</summary>
        public int Length { get; private set; }

        /// <summary>Takes other text. The memory is used again.</summary>
        public FoldedText Set(string text)
        {
            Length = 0;
            for (int i = 0; i < text.Length; i++)
            {
                int c = text[i];
                if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.Length && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000)
                {
                    c = 0x10000 + ((c - 0xD800) << 10) + (text[++i] - 0xDC00);
                }

                Append(c);
            }

            // This mark becomes a letter, but takes its place as the mark that it is.
            for (int i = 0; i < Length; i++)
            {
                if (_points[i] == Iota) _points[i] = 0x3B9;
            }

            return this;
        }

        /// <summary>The other text is this one's beginning.</summary>
        public bool StartsWith(FoldedText other)
        {
            if (other.Length > Length) return false;
            for (int i = 0; i < other.Length; i++)
            {
                if (_points[i] != other._points[i]) return false;
            }

            return true;
        }

        /// <summary>The other text is equal.</summary>
        public bool IsSame(FoldedText other)
        {
            return Length == other.Length && StartsWith(other);
        }

        /// <summary>A letter stands there, or a mark that belongs to the letter before.</summary>
        public bool IsWordAt(int place)
        {
            if (place >= Length) return false;
            int c = _points[place];
            if (c < 0x80) return c >= 'a' && c <= 'z';
            return c < 0x10000 ? FindRange(UnicodeData.Words, 2, c) >= 0 : FindHighRange(UnicodeData.HighWords, 2, c) >= 0;
        }

        // What names are written with between words, and what no file's name can hold: a file of "t-shirt/top" is
        // t-shirt_top.jpg.
        private static bool IsGap(int c)
        {
            switch (c)
            {
                case '_':
                case '-':
                case '"':
                case '*':
                case '/':
                case ':':
                case '<':
                case '>':
                case '?':
                case '\\':
                case '|':
                    return true;
                default:
                    return false;
            }
        }

        private void Append(int c)
        {
            if (c < 0x80)
            {
                if (c >= 'A' && c <= 'Z') c += 32;
                Put(IsGap(c) ? ' ' : c, 0);
            }
            else if (c >= 0xAC00 && c < 0xD7A4)
            {
                // A syllable of Hangul: 19 leading consonants, 21 vowels, 27 trailing consonants or none.
                int syllable = c - 0xAC00;
                Put(0x1100 + syllable / 588, 0);
                Put(0x1161 + syllable % 588 / 28, 0);
                if (syllable % 28 != 0) Put(0x11A7 + syllable % 28, 0);
            }
            else if (c < 0x10000)
            {
                AppendLow(c);
            }
            else
            {
                AppendHigh(c);
            }
        }

        private void AppendLow(int c)
        {
            int pair = Find(UnicodeData.PairKeys, c);
            if (pair >= 0)
            {
                Append(UnicodeData.PairFirsts[pair]);
                Append(UnicodeData.PairSeconds[pair]);
                return;
            }

            int place = c - 0xF900;
            if (place >= 0 && place < UnicodeData.Compatibility.Length && UnicodeData.Compatibility[place] != 0)
            {
                Append(UnicodeData.Compatibility[place]);
                return;
            }

            int run = FindRange(UnicodeData.Singles, 4, c);
            if (run >= 0 && (c - UnicodeData.Singles[run]) % UnicodeData.Singles[run + 2] == 0)
            {
                Append(UnicodeData.Singles[run + 3] + c - UnicodeData.Singles[run]);
                return;
            }

            int marks = FindRange(UnicodeData.Classes, 3, c);
            Put(c, marks < 0 ? 0 : UnicodeData.Classes[marks + 2]);
        }

        private void AppendHigh(int c)
        {
            int[] pairs = UnicodeData.HighPairs;
            for (int i = 0; i < pairs.Length; i += 3)
            {
                if (pairs[i] != c) continue;
                Append(pairs[i + 1]);
                Append(pairs[i + 2]);
                return;
            }

            int place = c - 0x2F800;
            if (place >= 0 && place < UnicodeData.Supplement.Length)
            {
                Append(UnicodeData.Supplement[place]);
                return;
            }

            int run = FindHighRange(UnicodeData.HighSingles, 4, c);
            if (run >= 0 && (c - UnicodeData.HighSingles[run]) % UnicodeData.HighSingles[run + 2] == 0)
            {
                Append(UnicodeData.HighSingles[run + 3] + c - UnicodeData.HighSingles[run]);
                return;
            }

            int marks = FindHighRange(UnicodeData.HighClasses, 3, c);
            Put(c, marks < 0 ? 0 : UnicodeData.HighClasses[marks + 2]);
        }

        // Marks that follow a letter stand in the order of their classes, those of one class as they came.
        private void Put(int c, int combiningClass)
        {
            if (Length == _points.Length) Grow();
            int place = Length++;
            while (combiningClass > 0 && place > 0 && _classes[place - 1] > combiningClass)
            {
                _points[place] = _points[place - 1];
                _classes[place] = _classes[place - 1];
                place--;
            }

            _points[place] = c;
            _classes[place] = (byte)combiningClass;
        }

        private void Grow()
        {
            int[] points = new int[Length * 2];
            byte[] classes = new byte[Length * 2];
            for (int i = 0; i < Length; i++)
            {
                points[i] = _points[i];
                classes[i] = _classes[i];
            }

            _points = points;
            _classes = classes;
        }

        private static int Find(ushort[] keys, int c)
        {
            int low = 0;
            int high = keys.Length - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                if (keys[middle] == c) return middle;
                if (keys[middle] < c) low = middle + 1;
                else high = middle - 1;
            }

            return -1;
        }

        // Rows of `stride` values begin with the first and the last of a range.
        private static int FindRange(ushort[] rows, int stride, int c)
        {
            int low = 0;
            int high = rows.Length / stride - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                int row = middle * stride;
                if (c < rows[row]) high = middle - 1;
                else if (c > rows[row + 1]) low = middle + 1;
                else return row;
            }

            return -1;
        }

        private static int FindHighRange(int[] rows, int stride, int c)
        {
            for (int row = 0; row < rows.Length; row += stride)
            {
                if (c >= rows[row] && c <= rows[row + 1]) return row;
            }

            return -1;
        }
    }
}
