using System.IO;
using TinyClassify.Device.Board;

namespace TinyClassify.Device.Images
{
    /// <summary>What tinyclassify.ini on the card asks for. Without the file, or a line, the value given here.</summary>
    /// <remarks>
    /// <code>
    /// # seconds that each picture is shown; 0 waits for the button
    /// slideshow_seconds = 0
    /// # append each result to results.csv
    /// results = on
    /// # use this model instead of the built-in one
    /// model = classifier.tflite
    /// </code>
    /// </remarks>
    public sealed class Settings
    {
        /// <summary>The file's name.</summary>
        public const string FileName = "tinyclassify.ini";

        private const int MaxBytes = 2048;
        private const int MaxSeconds = 3600;

        /// <summary>Seconds that the slide show shows each picture once it is started without a setting.</summary>
        public const int DefaultSlideSeconds = 3;

        /// <summary>Seconds a picture, [0, 3600]; 0 waits for the button.</summary>
        public int SlideshowSeconds { get; private set; }

        /// <summary>Append each result to results.csv.</summary>
        public bool WriteResults { get; private set; } = true;

        /// <summary>File in the card's top folder that is used as the model when it is there.</summary>
        public string ModelFileName { get; private set; } = "classifier.tflite";

        /// <summary>First line that was not understood, or null.</summary>
        public string BadLine { get; private set; }

        /// <summary>Reads the card's settings. Throws an IOException where the card fails.</summary>
        public static Settings Read(ICard card)
        {
            Settings settings = new Settings();
            string path = card.Find(FileName);
            if (path == null) return settings;
            char[] text = new char[MaxBytes];
            int length = 0;
            using (Stream stream = card.OpenRead(path))
            {
                // Names and values are ASCII; a byte beyond makes its line a bad one.
                byte[] bytes = new byte[MaxBytes];
                int count = stream.Read(bytes, 0, MaxBytes);
                while (length < count)
                {
                    text[length] = (char)bytes[length];
                    length++;
                }
            }

            foreach (string line in new string(text, 0, length).Split('\n')) settings.Apply(line.Trim(' ', '\t', '\r'));
            return settings;
        }

        private void Apply(string line)
        {
            if (line.Length == 0 || line[0] == '#' || line[0] == ';' || line[0] == '[') return;
            int equals = line.IndexOf('=');
            bool understood = equals > 0
                && Set(line.Substring(0, equals).Trim(' ', '\t').ToLower(), line.Substring(equals + 1).Trim(' ', '\t'));
            if (!understood && BadLine == null) BadLine = line;
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
                    WriteResults = value == "on";
                    return value == "on" || value == "off";
                case "model":
                    if (value.Length == 0 || value.IndexOfAny(new char[] { '/', '\\', ':' }) >= 0) return false;
                    ModelFileName = value;
                    return true;
                default:
                    return false;
            }
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
