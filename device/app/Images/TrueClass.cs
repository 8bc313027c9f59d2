using TinyClassify.Device.Ui;

namespace TinyClassify.Device.Images
{
    /// <summary>Reads the true class off a file's or its folder's name.</summary>
    public static class TrueClass
    {
        /// <summary>No class: the names tell none.</summary>
        public const int Unknown = -1;

        /// <summary>Finds the label that begins the file's name, or else is the folder's name.</summary>
        /// <param name="fileName">Such as cat.jpg, cat_0012.jpg or cat-3.png.</param>
        /// <param name="folderName">Such as cat; empty in the card's top folder.</param>
        /// <returns>Index of the longest label that fits, or <see cref="Unknown"/>.</returns>
        public static int Find(string fileName, string folderName, TextLine[] labels)
        {
            int best = Unknown;
            for (int i = 0; i < labels.Length; i++)
            {
                bool longer = best == Unknown || labels[i].Length > labels[best].Length;
                if (longer && Begins(fileName, labels[i]) && !IsLetterAt(fileName, labels[i].Length)) best = i;
            }

            if (best != Unknown) return best;
            for (int i = 0; i < labels.Length; i++)
            {
                if (folderName.Length == labels[i].Length && Begins(folderName, labels[i])) return i;
            }

            return Unknown;
        }

        // Small and capital letters of ASCII are equal, and so are the usual separators of words. Labels beyond ASCII never match:
        // their bytes are no characters.
        private static bool Begins(string name, TextLine label)
        {
            if (label.Length == 0 || name.Length < label.Length) return false;
            for (int i = 0; i < label.Length; i++)
            {
                if (label.Bytes[i] >= 0x80 || Fold(name[i]) != Fold(label.Bytes[i])) return false;
            }

            return true;
        }

        private static bool IsLetterAt(string name, int place)
        {
            if (place >= name.Length) return false;
            int c = Fold(name[place]);
            return (c >= 'a' && c <= 'z') || c >= 0x80;
        }

        private static int Fold(int c)
        {
            if (c >= 'A' && c <= 'Z') return c + 32;
            return c == '_' || c == '-' ? ' ' : c;
        }
    }
}
