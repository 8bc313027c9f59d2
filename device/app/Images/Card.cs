using TinyClassify.Device.Text;
using TinyClassify.Native;

namespace TinyClassify.Device.Images
{
    /// <summary>Files of the memory card, for those that have a path as text. Nothing throws: statuses are those of
    /// MemoryCard.</summary>
    public sealed class Card
    {
        private readonly TextLine _path = new TextLine(MemoryCard.MaxPathBytes);
        private readonly byte[] _sentence = new byte[96];

        /// <summary>Its files can be read.</summary>
        public bool IsIn => MemoryCard.GetState() == MemoryCard.Ready;

        /// <summary>There is such a file.</summary>
        public bool Has(string path)
        {
            return Size(path) >= 0;
        }

        /// <returns>Bytes of the file, or a status.</returns>
        public int Size(string path)
        {
            Take(path);
            return MemoryCard.GetSize(_path.Bytes, _path.Length);
        }

        /// <summary>Reads a part of a file.</summary>
        /// <param name="position">Bytes before the part.</param>
        /// <param name="bytes">Receives the part.</param>
        /// <returns>Bytes read, or a status.</returns>
        public int Read(string path, int position, byte[] bytes, int count)
        {
            Take(path);
            return MemoryCard.Read(_path.Bytes, _path.Length, position, bytes, count);
        }

        /// <summary>Writes behind a file's end, all or nothing.</summary>
        /// <returns>0 or a status.</returns>
        public int Append(string path, TextLine text)
        {
            Take(path);
            return MemoryCard.Append(_path.Bytes, _path.Length, text.Bytes, text.Length);
        }

        /// <summary>Opens a model.</summary>
        /// <returns>0 or a status; Engine.GetErrorText then tells more.</returns>
        public int LoadModel(string path)
        {
            Take(path);
            return Engine.LoadModel(_path.Bytes, _path.Length);
        }

        /// <summary>Opens a picture for Engine.ContinuePicture.</summary>
        /// <returns>0 or a status; Engine.GetErrorText then tells more.</returns>
        public int BeginPicture(string path, int previewWidth, int previewHeight)
        {
            Take(path);
            return Engine.BeginPicture(_path.Bytes, _path.Length, previewWidth, previewHeight);
        }

        /// <summary>Begins to look for pictures in all folders.</summary>
        /// <param name="limit">Pictures to hold: the first in name order.</param>
        public int BeginList(int limit)
        {
            return MemoryCard.BeginList(_path.Bytes, 0, limit);
        }

        /// <returns>Path of a picture in the list; empty where there is none.</returns>
        public string PathAt(int index)
        {
            int length = MemoryCard.GetPath(index, _path.Bytes);
            _path.Length = length > 0 ? length : 0;
            return _path.ToString();
        }

        /// <returns>Place of a path in the list, or a status.</returns>
        public int Find(string path)
        {
            Take(path);
            return MemoryCard.FindPath(_path.Bytes, _path.Length);
        }

        /// <returns>A status in words.</returns>
        public string Tell(int status)
        {
            int length = MemoryCard.GetStatusText(status, _sentence);
            return new TextLine(_sentence.Length).Add(_sentence, 0, length).ToString();
        }

        /// <summary>The card itself failed; the next access mounts it anew.</summary>
        public static bool MayWorkNow(int status)
        {
            return status == MemoryCard.Failed || status == Status.Read;
        }

        private void Take(string path)
        {
            _path.Clear().Add(path);
        }
    }
}
