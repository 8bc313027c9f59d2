namespace TinyClassify.Device.Board
{
    /// <summary>What the classifier says of a picture.</summary>
    public sealed class Result
    {
        /// <summary>Name of the likeliest class; empty where the model names none.</summary>
        public string ClassName { get; internal set; }

        /// <summary>The likeliest class, [0, class count).</summary>
        public int ClassIndex { get; internal set; }

        /// <summary>Its probability in thousandths, [0, 1000].</summary>
        public int Permille { get; internal set; }

        /// <summary>The class that the file's or folder's name tells, or -1.</summary>
        public int TrueClassIndex { get; internal set; }

        /// <summary>Path of the picture.</summary>
        public string Path { get; internal set; }
    }
}
