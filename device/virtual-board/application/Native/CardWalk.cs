using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TinyClassify.Native
{
    /// <summary>The board's own walk over a card (tc_card.h), over the folders of the PC.</summary>
    internal static unsafe class CardWalk
    {
        private const int MaxDepth = 4;
        private const int NameBytes = 1024;
        private static readonly void* s_memory = NativeMemory.AlignedAlloc(BoardMemory.ListBytes, 16);
        private static readonly byte* s_name = (byte*)NativeMemory.Alloc(NameBytes);
        private static readonly IEnumerator<CardEntry>[] s_open = new IEnumerator<CardEntry>[MaxDepth + 1];
        private static ICardSocket s_socket;
        private static void* s_list;

        public static int Begin(ICardSocket socket, byte[] folder, int folderBytes, int limit)
        {
            Stop();
            s_socket = socket;
            Volume volume = default;
            volume.OpenFolder = &OpenFolder;
            volume.NextEntry = &NextEntry;
            volume.CloseFolder = &CloseFolder;
            void* list;
            int status;
            fixed (byte* path = folder)
            {
                status = tcc_list_begin(s_memory, BoardMemory.ListBytes, (uint)limit, &volume, path, (uint)folderBytes, &list);
            }

            if (status == 0) s_list = list;
            return status;
        }

        public static void Stop()
        {
            if (s_list != null) tcc_list_stop(s_list);
            s_list = null;
        }

        public static int Continue(int entries)
        {
            return s_list == null ? MemoryCard.ArgumentError : tcc_list_continue(s_list, (uint)entries);
        }

        public static int Facts(int[] facts)
        {
            uint* numbers = stackalloc uint[ListFact.Count];
            if (s_list != null) tcc_list_facts(s_list, numbers);
            for (int i = 0; i < ListFact.Count; i++) facts[i] = s_list == null ? 0 : (int)numbers[i];
            return 0;
        }

        public static int PathAt(int index, byte[] text)
        {
            if (s_list == null || index < 0) return MemoryCard.ArgumentError;
            byte* path;
            int bytes = tcc_list_path(s_list, (uint)index, &path);
            if (bytes <= 0) return bytes;
            int count = Math.Min(bytes, text.Length);
            new ReadOnlySpan<byte>(path, count).CopyTo(text);
            return count;
        }

        public static int Find(byte[] path, int pathBytes)
        {
            if (s_list == null) return MemoryCard.ArgumentError;
            fixed (byte* bytes = path) return tcc_list_find(s_list, bytes, (uint)pathBytes);
        }

        [UnmanagedCallersOnly(CallConvs = new[] { typeof(CallConvCdecl) })]
        private static int OpenFolder(void* context, uint depth, byte* path)
        {
            try
            {
                string folder = Marshal.PtrToStringUTF8((IntPtr)path);
                s_open[depth] = s_socket.Read(folder).GetEnumerator();
                return 0;
            }
            catch (Exception e)
            {
                return MemoryCard.StatusOf(e);
            }
        }

        [UnmanagedCallersOnly(CallConvs = new[] { typeof(CallConvCdecl) })]
        private static int NextEntry(void* context, uint depth, Entry* entry)
        {
            try
            {
                if (!s_open[depth].MoveNext()) return 0;
                CardEntry there = s_open[depth].Current;
                byte[] name = Encoding.UTF8.GetBytes(there.Name);
                int bytes = Math.Min(name.Length, NameBytes - 1);
                name.AsSpan(0, bytes).CopyTo(new Span<byte>(s_name, bytes));
                s_name[bytes] = 0;
                entry->Name = s_name;
                entry->IsFolder = there.IsFolder ? 1u : 0u;
                entry->IsHidden = there.IsHidden ? 1u : 0u;
                return 1;
            }
            catch (Exception e)
            {
                return MemoryCard.StatusOf(e);
            }
        }

        [UnmanagedCallersOnly(CallConvs = new[] { typeof(CallConvCdecl) })]
        private static void CloseFolder(void* context, uint depth)
        {
            s_open[depth]?.Dispose();
            s_open[depth] = null;
        }

        [DllImport("tinyclassify")]
        private static extern int tcc_list_begin(
            void* memory, uint memoryBytes, uint limit, Volume* volume, byte* folder, uint folderBytes, void** list);

        [DllImport("tinyclassify")]
        private static extern int tcc_list_continue(void* list, uint entries);

        [DllImport("tinyclassify")]
        private static extern void tcc_list_stop(void* list);

        [DllImport("tinyclassify")]
        private static extern void tcc_list_facts(void* list, uint* facts);

        [DllImport("tinyclassify")]
        private static extern int tcc_list_path(void* list, uint index, byte** path);

        [DllImport("tinyclassify")]
        private static extern int tcc_list_find(void* list, byte* path, uint pathBytes);

        // tcc_volume
        private struct Volume
        {
            public void* Context;
            public delegate* unmanaged[Cdecl]<void*, uint, byte*, int> OpenFolder;
            public delegate* unmanaged[Cdecl]<void*, uint, Entry*, int> NextEntry;
            public delegate* unmanaged[Cdecl]<void*, uint, void> CloseFolder;
        }

        // tcc_entry
        private struct Entry
        {
            public byte* Name;
            public uint IsFolder;
            public uint IsHidden;
        }
    }
}
