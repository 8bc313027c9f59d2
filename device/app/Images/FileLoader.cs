using System.IO;
using TinyClassify.Device.Board;
using TinyClassify.Native;

namespace TinyClassify.Device.Images
{
    /// <summary>Carries a file of the card into native memory, piece by piece.</summary>
    public sealed class FileLoader
    {
        // A managed array cannot hold more than 786,420 bytes, and large pieces would only take memory.
        private readonly byte[] _chunk = new byte[32 * 1024];
        private readonly ICard _card;

        /// <param name="card">Where the files are.</param>
        public FileLoader(ICard card)
        {
            _card = card;
        }

        /// <summary>Loads a file into the engine's slot.</summary>
        /// <returns>0, or a Status where the slot is too small. Throws an IOException where the card fails.</returns>
        public int Load(string path)
        {
            using (Stream stream = _card.OpenRead(path))
            {
                long length = stream.Length;
                int status = Engine.BeginFile(length > int.MaxValue ? int.MaxValue : (int)length);
                while (status == Status.Ok && length > 0)
                {
                    int count = stream.Read(_chunk, 0, length < _chunk.Length ? (int)length : _chunk.Length);
                    if (count <= 0) throw new IOException("the file ends before its length");
                    status = Engine.AppendFile(_chunk, count);
                    length -= count;
                }

                return status;
            }
        }
    }
}
