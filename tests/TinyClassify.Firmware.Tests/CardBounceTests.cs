using System.Runtime.InteropServices;

namespace TinyClassify.Firmware.Tests;

/// <summary>Sectors between FatFs and the card's DMA: every byte arrives, and the driver sees one buffer only.</summary>
public sealed class CardBounceTests(BoardLogic logic) : IClassFixture<BoardLogic>
{
    private const int Sector = 512;
    private const int BounceSectors = 8;

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(37)]
    public void Read_fills_the_array_through_the_buffer(int count)
    {
        var card = Card(64);
        var seen = new List<(uint Sector, uint Count)>();
        using var memory = new Memory(count * Sector);
        bool failed = logic.Get<BoardLogic.BounceFunction>("CardBounce_Read")((_, sector, to, n) =>
        {
            Assert.Equal(memory.Bounce, to);
            seen.Add((sector, n));
            Marshal.Copy(card, (int)sector * Sector, to, (int)n * Sector);
            return false;
        }, 0, memory.Bounce, 3, memory.Data, (uint)count);
        Assert.False(failed);
        Assert.Equal(card.AsSpan(3 * Sector, count * Sector).ToArray(), memory.Read());
        Assert.Equal((count + BounceSectors - 1) / BounceSectors, seen.Count);
        Assert.All(seen, s => Assert.InRange(s.Count, 1u, (uint)BounceSectors));
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(23)]
    public void Write_hands_every_sector_to_the_card(int count)
    {
        var source = Card(count);
        var card = new byte[64 * Sector];
        using var memory = new Memory(count * Sector, source);
        Assert.False(logic.Get<BoardLogic.BounceFunction>("CardBounce_Write")((_, sector, from, n) =>
        {
            Assert.Equal(memory.Bounce, from);
            Marshal.Copy(from, card, (int)sector * Sector, (int)n * Sector);
            return false;
        }, 0, memory.Bounce, 5, memory.Data, (uint)count));
        Assert.Equal(source, card.AsSpan(5 * Sector, count * Sector).ToArray());
    }

    [SkippableFact]
    public void Failure_of_the_card_ends_the_transfer()
    {
        int calls = 0;
        using var memory = new Memory(32 * Sector);
        Assert.True(logic.Get<BoardLogic.BounceFunction>("CardBounce_Read")((_, _, _, _) => ++calls == 2, 0, memory.Bounce, 0,
            memory.Data, 32));
        Assert.Equal(2, calls);
    }

    private static byte[] Card(int sectors)
    {
        var bytes = new byte[sectors * Sector];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    /// <summary>The bounce buffer, and an array at an odd address with a guard behind it.</summary>
    private sealed class Memory : IDisposable
    {
        private readonly nint _block;
        private readonly int _size;

        public Memory(int size, byte[]? contents = null)
        {
            _size = size;
            Bounce = Marshal.AllocHGlobal(BounceSectors * Sector);
            _block = Marshal.AllocHGlobal(size + 9);
            if (contents is not null) Marshal.Copy(contents, 0, Data, size);
            Marshal.WriteInt64(Data + size, 0x0123456789ABCDEF);
        }

        public nint Bounce { get; }

        public nint Data => _block + 1;

        public byte[] Read()
        {
            Assert.Equal(0x0123456789ABCDEF, Marshal.ReadInt64(Data + _size));
            var bytes = new byte[_size];
            Marshal.Copy(Data, bytes, 0, _size);
            return bytes;
        }

        public void Dispose()
        {
            Marshal.FreeHGlobal(Bounce);
            Marshal.FreeHGlobal(_block);
        }
    }
}
