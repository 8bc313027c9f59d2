using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace TinyClassify.Native
{
    /// <summary>The board's memory card on .NET: the same walk and the same rules, over whatever stands for the socket.</summary>
    /// <remarks>Documented in native-interop/managed/MemoryCard.cs; a test compares the two.</remarks>
    public static class MemoryCard
    {
        /// <summary>See the board's.</summary>
        public const int Out = 0;

        /// <summary>See the board's.</summary>
        public const int NotMounted = 1;

        /// <summary>See the board's.</summary>
        public const int Ready = 2;

        /// <summary>See the board's.</summary>
        public const int NoCard = -32;

        /// <summary>See the board's.</summary>
        public const int Failed = -33;

        /// <summary>See the board's.</summary>
        public const int NotFound = -34;

        /// <summary>See the board's.</summary>
        public const int Full = -35;

        /// <summary>See the board's.</summary>
        public const int Protected = -36;

        /// <summary>See the board's.</summary>
        public const int NotOpen = -37;

        /// <summary>See the board's.</summary>
        public const int MaxPathBytes = 1023;

        /// <summary>See the board's.</summary>
        public const int MaxPictures = 10000;

        internal const int ArgumentError = -1;

        // Windows' ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL, Linux' ENOSPC.
        private const int DiskFull = 112;
        private const int HandleDiskFull = 39;
        private const int NoSpace = 28;

        // What failed last may work again once the card is mounted anew, as on the board.
        private static bool s_failed;

        /// <summary>The socket; null stands for an empty one.</summary>
        public static ICardSocket Socket { get; set; }

        /// <summary>See the board's.</summary>
        public static int GetState()
        {
            return Socket == null ? Out : Socket.State;
        }

        /// <summary>See the board's.</summary>
        public static int Mount()
        {
            s_failed = false;
            return Guard(() =>
            {
                Socket.Mount();
                return 0;
            });
        }

        /// <summary>See the board's.</summary>
        public static int BeginList(byte[] folder, int folderBytes, int limit)
        {
            CardWalk.Stop();
            if (!IsPath(folder, folderBytes, 0) || limit < 1 || limit > MaxPictures) return ArgumentError;
            return Guard(() => CardWalk.Begin(Socket, folder, folderBytes, limit));
        }

        /// <summary>See the board's.</summary>
        public static int ContinueList(int entries)
        {
            if (entries < 1) return ArgumentError;
            int status = CardWalk.Continue(entries);
            if (status == Failed) s_failed = true;
            return status;
        }

        /// <summary>See the board's.</summary>
        public static int GetListFacts(int[] facts)
        {
            return facts.Length < ListFact.Count ? ArgumentError : CardWalk.Facts(facts);
        }

        /// <summary>See the board's.</summary>
        public static int GetPath(int index, byte[] path)
        {
            return CardWalk.PathAt(index, path);
        }

        /// <summary>See the board's.</summary>
        public static int FindPath(byte[] path, int pathBytes)
        {
            return IsPath(path, pathBytes, 1) ? CardWalk.Find(path, pathBytes) : ArgumentError;
        }

        /// <summary>See the board's.</summary>
        public static int GetSize(byte[] path, int pathBytes)
        {
            if (!IsPath(path, pathBytes, 1)) return ArgumentError;
            return Guard(() =>
            {
                using (Stream stream = Socket.OpenRead(Text(path, pathBytes))) return (int)Math.Min(stream.Length, int.MaxValue);
            });
        }

        /// <summary>See the board's.</summary>
        public static int Read(byte[] path, int pathBytes, int position, byte[] bytes, int count)
        {
            if (!IsPath(path, pathBytes, 1) || position < 0 || count < 0 || count > bytes.Length) return ArgumentError;
            return Guard(() =>
            {
                using (Stream stream = Socket.OpenRead(Text(path, pathBytes)))
                {
                    if (position >= stream.Length) return 0;
                    stream.Seek(position, SeekOrigin.Begin);
                    return stream.ReadAtLeast(bytes.AsSpan(0, count), count, throwOnEndOfStream: false);
                }
            });
        }

        /// <summary>See the board's.</summary>
        public static int Append(byte[] path, int pathBytes, byte[] bytes, int count)
        {
            if (!IsPath(path, pathBytes, 1) || count < 0 || count > bytes.Length) return ArgumentError;
            return Guard(() =>
            {
                if (!Socket.IsWritable) return Protected;
                string name = Text(path, pathBytes);
                long length;
                using (Stream stream = Socket.OpenWrite(name))
                {
                    length = stream.Length;
                    try
                    {
                        stream.Seek(length, SeekOrigin.Begin);
                        stream.Write(bytes, 0, count);
                        stream.Flush();
                        return 0;
                    }
                    catch (IOException e) when (StatusOf(e) == Full)
                    {
                        stream.SetLength(length);
                    }
                }

                if (length == 0) Socket.Delete(name);
                return Full;
            });
        }

        /// <summary>See the board's.</summary>
        public static int GetStatusText(int status, byte[] text)
        {
            byte[] sentence = Encoding.ASCII.GetBytes(TextOf(status));
            int count = Math.Min(sentence.Length, text.Length);
            Array.Copy(sentence, text, count);
            return count;
        }

        internal static string TextOf(int status)
        {
            return Marshal.PtrToStringUTF8(tcc_status_text(status));
        }

        /// <summary>Opens a file for the engine.</summary>
        internal static int Open(byte[] path, int pathBytes, out Stream stream)
        {
            Stream opened = null;
            int status = !IsPath(path, pathBytes, 1) ? ArgumentError : Guard(() =>
            {
                opened = Socket.OpenRead(Text(path, pathBytes));
                return 0;
            });
            stream = opened;
            return status;
        }

        /// <summary>Does what needs the card, and turns what goes wrong into a status.</summary>
        internal static int Guard(Func<int> work)
        {
            if (GetState() == Out) return NoCard;
            try
            {
                if (s_failed)
                {
                    s_failed = false;
                    Socket.Mount();
                }

                return work();
            }
            catch (Exception e) when (e is IOException || e is UnauthorizedAccessException)
            {
                int status = StatusOf(e);
                s_failed = status == Failed;
                return status;
            }
        }

        internal static int StatusOf(Exception e)
        {
            if (GetState() == Out) return NoCard;
            if (e is FileNotFoundException || e is DirectoryNotFoundException) return NotFound;
            if (e is UnauthorizedAccessException) return Protected;
            int code = e.HResult & 0xFFFF;
            return code == DiskFull || code == HandleDiskFull || code == NoSpace ? Full : Failed;
        }

        private static bool IsPath(byte[] path, int pathBytes, int least)
        {
            return pathBytes >= least && pathBytes <= path.Length && pathBytes <= MaxPathBytes;
        }

        private static string Text(byte[] path, int pathBytes)
        {
            return Encoding.UTF8.GetString(path, 0, pathBytes);
        }

        [DllImport("tinyclassify")]
        private static extern IntPtr tcc_status_text(int status);
    }
}
