namespace TinyClassify.Naming
{
    /// <summary>Reads the true class off a file's or its folder's name: the one rule, on the board and on the PC.</summary>
    public sealed class TrueClass
    {
        /// <summary>No class: the names tell none.</summary>
        public const int Unknown = -1;

        private readonly FoldedText[] _labels;
        private readonly FoldedText _name = new FoldedText();

        /// <param name="labels">Names of the classes; an empty one is never found.</param>
        public TrueClass(string[] labels)
        {
            _labels = new FoldedText[labels.Length];
            for (int i = 0; i < labels.Length; i++) _labels[i] = new FoldedText().Set(labels[i]);
        }

        /// <summary>Finds the label that begins the file's name and ends there with its word, or else is the folder's
        /// name.</summary>
        /// <param name="fileName">Such as cat.jpg, Cat_0012.jpg or cat-3.png; catalog.jpg tells nothing.</param>
        /// <param name="folderName">Such as cat; empty in the card's top folder.</param>
        /// <returns>Index of the longest label that fits, the first of equals, or <see cref="Unknown"/>.</returns>
        public int Find(string fileName, string folderName)
        {
            _name.Set(fileName);
            int best = Unknown;
            for (int i = 0; i < _labels.Length; i++)
            {
                FoldedText label = _labels[i];
                if (label.Length == 0 || (best != Unknown && label.Length <= _labels[best].Length)) continue;
                if (_name.StartsWith(label) && !_name.IsWordAt(label.Length)) best = i;
            }

            if (best != Unknown) return best;
            _name.Set(folderName);
            for (int i = 0; i < _labels.Length; i++)
            {
                if (_labels[i].Length > 0 && _name.IsSame(_labels[i])) return i;
            }

            return Unknown;
        }
    }
}
