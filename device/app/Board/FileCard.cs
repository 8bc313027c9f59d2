using System.IO;

namespace TinyClassify.Device.Board
{
    /// <summary>A card whose files System.IO reaches; who makes one tells when it is in.</summary>
    public abstract class FileCard : ICard
    {
        /// <param name="root">Full path of the card's top folder.</param>
        protected FileCard(string root)
        {
            Root = root;
        }

        /// <inheritdoc/>
        public abstract bool IsInserted { get; }

        /// <inheritdoc/>
        public abstract bool IsWritable { get; }

        /// <inheritdoc/>
        public string Root { get; }

        /// <inheritdoc/>
        public virtual string[] GetFolders(string folder)
        {
            RequireCard();
            return Directory.GetDirectories(folder);
        }

        /// <inheritdoc/>
        public virtual string[] GetFiles(string folder)
        {
            RequireCard();
            return Directory.GetFiles(folder);
        }

        /// <inheritdoc/>
        public virtual string Find(string name)
        {
            RequireCard();
            string path = Path.Combine(Root, name);
            return File.Exists(path) ? path : null;
        }

        /// <inheritdoc/>
        public virtual Stream OpenRead(string path)
        {
            RequireCard();
            return Guard(new FileStream(path, FileMode.Open, FileAccess.Read));
        }

        /// <inheritdoc/>
        public virtual Stream OpenWrite(string name)
        {
            RequireCard();
            if (!IsWritable) throw new IOException("the card is write-protected");
            return Guard(new FileStream(Path.Combine(Root, name), FileMode.OpenOrCreate, FileAccess.ReadWrite));
        }

        /// <summary>Lets a simulated card wrap what it hands out.</summary>
        protected virtual Stream Guard(Stream stream)
        {
            return stream;
        }

        private void RequireCard()
        {
            if (!IsInserted) throw new IOException("there is no card in the socket");
        }
    }
}
