using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Images
{
    /// <summary>What tinyclassify.ini on the card asks for. Without the file, or a line, or where a line is not understood, the
    /// value given here.</summary>
    /// <remarks>
    /// Small and capital letters are alike. A line's comment begins with # or ; at its start or behind a space. UTF-8, with or
    /// without a byte order mark, or UTF-16 with one.
    /// <code>
    /// slideshow_seconds = 0   # seconds that each picture is shown; 0 waits for the button
    /// # append each result to results.csv: on, yes, true or 1; off, no, false or 0
    /// results = on
    /// # use this model instead of the built-in one
    /// model = classifier.tflite
    /// </code>
    /// </remarks>
    public sealed class Settings
    {
        /// <summary>The file's name.</summary>
        public const string FileName = "tinyclassify.ini";

        // Enough for any use; a file beyond is something else under this name.
        private const int MaxBytes = 64 * 1024;
        private const int MaxLine = 512;
        private const string DefaultModel = "classifier.tflite";
        private const int MaxSeconds = 3600;

        /// <summary>Seconds that the slide show shows each picture once it is started without a setting.</summary>
        public const int DefaultSlideSeconds = 3;

        /// <summary>Seconds a picture, [0, 3600]; 0 waits for the button.</summary>
        public int SlideshowSeconds { get; private set; }

        /// <summary>Append each result to results.csv.</summary>
        public bool WriteResults { get; private set; } = true;

        /// <summary>File in the card's top folder that is used as the model when it is there.</summary>
        public string ModelFileName { get; private set; } = DefaultModel;

        /// <summary>The settings name another model than would be used without them: it should be there.</summary>
        public bool NamesModel => ModelFileName.ToLower() != DefaultModel;

        /// <summary>First line that was not understood, or null.</summary>
        public string BadLine { get; private set; }

        /// <summary>Reads the card's settings.</summary>
        /// <returns>0, or a status of the card; no such file is no trouble.</returns>
        public int Read(Card card)
        {
            byte[] piece = new byte[256];
            TextLine line = new TextLine(MaxLine);
            int total = 0;
            bool utf16 = false;
            bool bigEndian = false;
            int half = 0; // Of UTF-16, the byte before.
            char[] pair = new char[2];
            int units = 0;
            while (true)
            {
                int count = card.Read(FileName, total, piece, piece.Length);
                if (count == MemoryCard.NotFound) return 0;
                if (count < 0) return count;
                if (count == 0) break;
                int at = 0;
                if (total == 0)
                {
                    bigEndian = count >= 2 && piece[0] == 0xFE && piece[1] == 0xFF;
                    utf16 = bigEndian || (count >= 2 && piece[0] == 0xFF && piece[1] == 0xFE);
                    if (utf16)
                    {
                        at = 2;
                    }
                    else if (count >= 3 && piece[0] == 0xEF && piece[1] == 0xBB && piece[2] == 0xBF)
                    {
                        at = 3;
                    }
                }

                for (; at < count; at++)
                {
                    int c = piece[at];
                    if (utf16)
                    {
                        int before = half;
                        half = c;
                        if ((total + at) % 2 == 0) continue;
                        c = bigEndian ? before << 8 | c : c << 8 | before;
                    }

                    if (c == '\n' || c == '\r')
                    {
                        Apply(line);
                    }
                    else if (utf16)
                    {
                        // A character beyond 65,535 is two units, which are added together.
                        pair[units++] = (char)c;
                        if (units == 1 && c >= 0xD800 && c < 0xDC00) continue;
                        line.Add(new string(pair, 0, units));
                        units = 0;
                    }
                    else
                    {
                        line.Add(piece, at, 1);
                    }
                }

                total += count;
                if (total > MaxBytes)
                {
                    if (BadLine == null) BadLine = "more than 64 KB";
                    return 0;
                }
            }

            Apply(line);
            return 0;
        }

        private void Apply(TextLine bytes)
        {
            string line = bytes.ToString();
            bytes.Clear();
            string text = WithoutComment(line).Trim(' ', '\t', '\0');
            if (text.Length == 0 || text[0] == '[') return;
            int equals = text.IndexOf('=');
            bool understood = equals > 0
                && Set(text.Substring(0, equals).Trim(' ', '\t').ToLower(), text.Substring(equals + 1).Trim(' ', '\t'));
            if (!understood && BadLine == null) BadLine = line.Trim(' ', '\t');
        }

        private static string WithoutComment(string line)
        {
            for (int i = 0; i < line.Length; i++)
            {
                bool begins = line[i] == '#' || line[i] == ';';
                if (begins && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) return line.Substring(0, i);
            }

            return line;
        }

        private bool Set(string name, string value)
        {
            switch (name)
            {
                case "slideshow_seconds":
                    int seconds = NumberOf(value);
                    if (seconds < 0) return false;
                    SlideshowSeconds = seconds;
                    return true;
                case "results":
                    return SetResults(value.ToLower());
                case "model":
                    if (value.Length == 0 || value.IndexOfAny(new char[] { '/', '\\', ':' }) >= 0) return false;
                    ModelFileName = value;
                    return true;
                default:
                    return false;
            }
        }

        private bool SetResults(string value)
        {
            bool on = value == "on" || value == "yes" || value == "true" || value == "1";
            bool off = value == "off" || value == "no" || value == "false" || value == "0";
            if (on || off) WriteResults = on;
            return on || off;
        }

        private static int NumberOf(string value)
        {
            if (value.Length == 0 || value.Length > 4) return -1;
            int number = 0;
            foreach (char c in value)
            {
                if (c < '0' || c > '9') return -1;
                number = number * 10 + (c - '0');
            }

            return number <= MaxSeconds ? number : -1;
        }
    }
}
