using System.Collections;
using TinyClassify.Device.Board;

namespace TinyClassify.Device.Images
{
    /// <summary>The pictures on the card, in name order, and which of them were classified rightly.</summary>
    public sealed class PictureList
    {
        /// <summary>Pictures at most; their names take about 60 bytes each.</summary>
        public const int MaxPictures = 2000;

        private const int MaxDepth = 4;
        private const byte NotSeen = 0;
        private const byte Right = 1;
        private const byte Wrong = 2;

        private static readonly string[] s_endings = { ".jpg", ".jpeg", ".png", ".bmp" };

        private string[] _paths = new string[0];
        private byte[] _outcomes = new byte[0];

        /// <summary>Pictures in the list.</summary>
        public int Count => _paths.Length;

        /// <summary>There are more pictures than the list holds.</summary>
        public bool IsCut { get; private set; }

        /// <summary>Pictures whose true class is known and that were classified, each counted once.</summary>
        public int JudgedCount { get; private set; }

        /// <summary>Those of them that were classified rightly.</summary>
        public int RightCount { get; private set; }

        /// <returns>Full path of a picture.</returns>
        public string PathAt(int index)
        {
            return _paths[index];
        }

        /// <returns>Place of a path, or -1.</returns>
        public int IndexOf(string path)
        {
            for (int i = 0; i < _paths.Length; i++)
            {
                if (_paths[i] == path) return i;
            }

            return -1;
        }

        /// <summary>Reads the card's folders anew. Throws an IOException where the card fails; the list is empty then.</summary>
        public void Scan(ICard card)
        {
            Clear();
            ArrayList found = new ArrayList();
            Collect(card, card.Root, 0, found);
            string[] paths = (string[])found.ToArray(typeof(string));
            Sort(paths, 0, paths.Length - 1);
            _outcomes = new byte[paths.Length];
            _paths = paths;
        }

        /// <summary>Empties the list.</summary>
        public void Clear()
        {
            _paths = new string[0];
            _outcomes = new byte[0];
            IsCut = false;
            JudgedCount = 0;
            RightCount = 0;
        }

        /// <summary>Keeps whether a picture was classified rightly.</summary>
        public void Judge(int index, bool right)
        {
            if (_outcomes[index] == NotSeen) JudgedCount++;
            if (_outcomes[index] == Right) RightCount--;
            if (right) RightCount++;
            _outcomes[index] = right ? Right : Wrong;
        }

        /// <summary>The last part of a path.</summary>
        public static string FileNameOf(string path)
        {
            return path.Substring(LastSeparator(path, path.Length - 1) + 1);
        }

        /// <summary>Name of the folder that a picture lies in; empty for the card's top folder.</summary>
        public static string FolderNameOf(string path, string root)
        {
            int end = LastSeparator(path, path.Length - 1);
            if (end <= root.Length) return "";
            int start = LastSeparator(path, end - 1);
            return path.Substring(start + 1, end - start - 1);
        }

        private void Collect(ICard card, string folder, int depth, ArrayList found)
        {
            foreach (string path in card.GetFiles(folder))
            {
                if (!IsPicture(FileNameOf(path))) continue;
                if (found.Count == MaxPictures)
                {
                    IsCut = true;
                    return;
                }

                found.Add(path);
            }

            if (depth == MaxDepth) return;
            foreach (string inner in card.GetFolders(folder))
            {
                // Hidden folders hold trash cans and thumbnails.
                if (FileNameOf(inner)[0] != '.') Collect(card, inner, depth + 1, found);
            }
        }

        private static bool IsPicture(string fileName)
        {
            // Names that begin with a dot are what macOS leaves beside each file.
            if (fileName.Length == 0 || fileName[0] == '.') return false;
            string lower = fileName.ToLower();
            foreach (string ending in s_endings)
            {
                if (lower.Length > ending.Length && lower.LastIndexOf(ending) == lower.Length - ending.Length) return true;
            }

            return false;
        }

        private static int LastSeparator(string path, int from)
        {
            while (from >= 0 && path[from] != '/' && path[from] != '\\') from--;
            return from;
        }

        // Quicksort around the middle; at most log2(2000) = 11 deep, since the longer part is looped over.
        private static void Sort(string[] paths, int first, int last)
        {
            while (first < last)
            {
                string middle = paths[(first + last) / 2];
                int i = first;
                int j = last;
                while (i <= j)
                {
                    while (Compare(paths[i], middle) < 0) i++;
                    while (Compare(middle, paths[j]) < 0) j--;
                    if (i > j) break;
                    string swapped = paths[i];
                    paths[i++] = paths[j];
                    paths[j--] = swapped;
                }

                if (j - first < last - i)
                {
                    Sort(paths, first, j);
                    first = i;
                }
                else
                {
                    Sort(paths, i, last);
                    last = j;
                }
            }
        }

        // Code unit by code unit, small and capital letters of ASCII alike, so that every runtime sorts alike.
        private static int Compare(string a, string b)
        {
            int length = a.Length < b.Length ? a.Length : b.Length;
            for (int i = 0; i < length; i++)
            {
                int difference = Lower(a[i]) - Lower(b[i]);
                if (difference != 0) return difference;
            }

            return a.Length - b.Length;
        }

        private static int Lower(char c)
        {
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
    }
}
