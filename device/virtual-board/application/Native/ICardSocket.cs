using System.Collections.Generic;
using System.IO;

namespace TinyClassify.Native
{
    /// <summary>What stands for the board's socket and the card in it. Every method may throw an IOException: cards get
    /// pulled.</summary>
    public interface ICardSocket
    {
        /// <summary>A MemoryCard state. Never throws.</summary>
        int State { get; }

        /// <summary>The card takes writes.</summary>
        bool IsWritable { get; }

        /// <summary>Mounts the card again.</summary>
        void Mount();

        /// <param name="folder">As MemoryCard's paths; empty for the top folder.</param>
        /// <returns>The folder's entries, in the order the card has them.</returns>
        IEnumerable<CardEntry> Read(string folder);

        /// <summary>Opens a file to read.</summary>
        Stream OpenRead(string path);

        /// <summary>Opens a file to read and write; makes it where it is missing.</summary>
        Stream OpenWrite(string path);

        /// <summary>Takes a file away.</summary>
        void Delete(string path);
    }

    /// <summary>An entry of a folder of the card.</summary>
    public readonly struct CardEntry
    {
        /// <param name="isHidden">Hidden, or a system's.</param>
        public CardEntry(string name, bool isFolder, bool isHidden)
        {
            Name = name;
            IsFolder = isFolder;
            IsHidden = isHidden;
        }

        /// <summary>Its name.</summary>
        public string Name { get; }

        /// <summary>It is a folder.</summary>
        public bool IsFolder { get; }

        /// <summary>Hidden, or a system's.</summary>
        public bool IsHidden { get; }
    }
}
