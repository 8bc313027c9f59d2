using TinyClassify.Native;

namespace TinyClassify.Device.Images
{
    /// <summary>The pictures on the card, in name order, and which of them were classified rightly. Native code holds their
    /// names.</summary>
    public sealed class PictureList
    {
        /// <summary>Pictures at most, where their names are short; see MemoryCard.</summary>
        public const int MaxPictures = MemoryCard.MaxPictures;

        // Some 30 ms of work on the board: the screen and the watchdog have their turn between.
        private const int EntriesAtOnce = 64;
        private const byte NotSeen = 0;
        private const byte Right = 1;
        private const byte Wrong = 2;

        private readonly int[] _facts = new int[ListFact.Count];
        private readonly Card _card;
        private byte[] _outcomes = new byte[0];

        /// <param name="card">Where the pictures are.</param>
        public PictureList(Card card)
        {
            _card = card;
        }

        /// <summary>Pictures in the list; 0 while it is being read.</summary>
        public int Count => _outcomes.Length;

        /// <summary>Pictures that were found so far.</summary>
        public int FoundCount => _facts[ListFact.Pictures] + _facts[ListFact.LeftOut];

        /// <summary>Pictures behind the last in the list, for which it has no room.</summary>
        public int LeftOutCount => _facts[ListFact.LeftOut];

        /// <summary>Pictures whose true class is known and that were classified, each counted once.</summary>
        public int JudgedCount { get; private set; }

        /// <summary>Those of them that were classified rightly.</summary>
        public int RightCount { get; private set; }

        /// <returns>Path of a picture, from the card's top folder on.</returns>
        public string PathAt(int index)
        {
            return _card.PathAt(index);
        }

        /// <returns>Place of a path, or a negative number.</returns>
        public int IndexOf(string path)
        {
            return Count == 0 ? -1 : _card.Find(path);
        }

        /// <summary>Empties the list and begins to read the card's folders anew.</summary>
        /// <returns>0 or a status of the card.</returns>
        public int BeginScan()
        {
            Clear();
            return _card.BeginList(MaxPictures);
        }

        /// <summary>Goes on reading the folders.</summary>
        /// <returns>1: there is more to read. 0: the list is complete. Else a status of the card; the list is empty.</returns>
        public int ContinueScan()
        {
            int status = MemoryCard.ContinueList(EntriesAtOnce);
            if (status < 0) return status;
            MemoryCard.GetListFacts(_facts);
            if (status == 0) _outcomes = new byte[_facts[ListFact.Pictures]];
            return status;
        }

        /// <summary>Empties the list.</summary>
        public void Clear()
        {
            for (int i = 0; i < _facts.Length; i++) _facts[i] = 0;
            _outcomes = new byte[0];
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
            return path.Substring(path.LastIndexOf('/') + 1);
        }

        /// <summary>Name of the folder that a picture lies in; empty for the card's top folder.</summary>
        public static string FolderNameOf(string path)
        {
            int end = path.LastIndexOf('/');
            return end < 0 ? "" : FileNameOf(path.Substring(0, end));
        }
    }
}
