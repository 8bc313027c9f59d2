using System.Runtime.CompilerServices;

namespace TinyClassify.Native
{
    /// <summary>The memory card, through the firmware's own file system calls: its pictures in name order, its files.</summary>
    /// <remarks>
    /// Paths are UTF-8, from the card's top folder on, their parts separated by '/'. Nothing throws: results are 0 or more, or
    /// one of the negative statuses below, or a tc_status; <see cref="GetStatusText"/> words them. A card that was pulled and put
    /// back is mounted again by itself before the next call that needs it. Not for two threads at a time.
    /// </remarks>
    public static class MemoryCard
    {
        /// <summary>State: there is no card in the socket.</summary>
        public const int Out = 0;

        /// <summary>State: a card is in, and its file system is not mounted: it needs another half second, or it has
        /// none.</summary>
        public const int NotMounted = 1;

        /// <summary>State: its files can be read.</summary>
        public const int Ready = 2;

        /// <summary>Status: there is no card in the socket, or it was pulled.</summary>
        public const int NoCard = -32;

        /// <summary>Status: the card does not answer, or holds no FAT file system.</summary>
        public const int Failed = -33;

        /// <summary>Status: there is no such file or folder.</summary>
        public const int NotFound = -34;

        /// <summary>Status: there is no room; nothing was written.</summary>
        public const int Full = -35;

        /// <summary>Status: the card, the file or the folder cannot be written.</summary>
        public const int Protected = -36;

        /// <summary>Status: no picture is being read.</summary>
        public const int NotOpen = -37;

        /// <summary>Bytes of the longest path.</summary>
        public const int MaxPathBytes = 1023;

        /// <summary>Pictures that a list holds at most.</summary>
        public const int MaxPictures = 10000;

        /// <returns>One of the states. Costs microseconds and prints nothing: a socket may be asked as often as one
        /// likes.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetState();

        /// <summary>Mounts the card again, as if it had been put in anew: after reading failed and the card is in. Up to a
        /// second.</summary>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Mount();

        /// <summary>Empties the list and begins to look for pictures below a folder, five folders deep.</summary>
        /// <param name="folder">Path of the folder; its first folderBytes bytes count. 0 bytes mean the card's top
        /// folder.</param>
        /// <param name="limit">Pictures to hold, [1, <see cref="MaxPictures"/>]: the first in name order.</param>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int BeginList(byte[] folder, int folderBytes, int limit);

        /// <summary>Goes on looking.</summary>
        /// <param name="entries">Entries of the card to look at before it returns; 64 take some 30 ms.</param>
        /// <returns>1: there is more to look at. 0: the list is complete. Negative: the card failed and the list is
        /// empty.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int ContinueList(int entries);

        /// <param name="facts">Receives <see cref="ListFact.Count"/> values; also while the list grows.</param>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetListFacts(int[] facts);

        /// <param name="index">[0, pictures); in name order.</param>
        /// <param name="path">Receives the path, cut to the array.</param>
        /// <returns>Bytes written.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetPath(int index, byte[] path);

        /// <returns>Place of a path in the list, or NotFound.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int FindPath(byte[] path, int pathBytes);

        /// <returns>Bytes of a file, at most int.MaxValue, or NotFound.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetSize(byte[] path, int pathBytes);

        /// <summary>Reads a part of a file.</summary>
        /// <param name="position">Bytes before the part.</param>
        /// <param name="bytes">Receives the part.</param>
        /// <param name="count">Bytes to read, [0, bytes.Length].</param>
        /// <returns>Bytes read; fewer than asked for at the file's end.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Read(byte[] path, int pathBytes, int position, byte[] bytes, int count);

        /// <summary>Writes behind a file's end; makes the file where it is missing. All or nothing: where the card has no room
        /// the file stays as it was.</summary>
        /// <param name="count">Bytes to write, [0, bytes.Length].</param>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int Append(byte[] path, int pathBytes, byte[] bytes, int count);

        /// <param name="text">Receives a short sentence, ASCII, cut to the array.</param>
        /// <returns>Bytes written.</returns>
        [MethodImpl(MethodImplOptions.InternalCall)]
        public static extern int GetStatusText(int status, byte[] text);
    }
}
