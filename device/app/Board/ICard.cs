using System.IO;

namespace TinyClassify.Device.Board
{
    /// <summary>The memory card. Every method may throw an IOException, at any moment: cards get pulled.</summary>
    public interface ICard
    {
        /// <summary>A card is in and its file system can be read.</summary>
        bool IsInserted { get; }

        /// <summary>The application may write onto it.</summary>
        bool IsWritable { get; }

        /// <summary>Full path of its top folder.</summary>
        string Root { get; }

        /// <returns>Full paths of the folders inside a folder, in any order.</returns>
        string[] GetFolders(string folder);

        /// <returns>Full paths of the files inside a folder, in any order.</returns>
        string[] GetFiles(string folder);

        /// <param name="name">File in the top folder.</param>
        /// <returns>Its full path, or null where there is no such file.</returns>
        string Find(string name);

        /// <summary>Opens a file to read.</summary>
        Stream OpenRead(string path);

        /// <summary>Opens a file of the top folder to read and write, at its beginning; makes it where it is missing.</summary>
        Stream OpenWrite(string name);
    }
}
