using System.Buffers.Binary;
using System.Text;

namespace TinyClassify.Tflite;

/// <summary>A flatbuffer whose offsets are believed only after they are checked: no file can make it read outside
/// itself.</summary>
/// <remarks>Tables may share their parts, so a small file can describe much. What is read in all is bounded by a multiple of the
/// file's size, far above what real files share.</remarks>
internal sealed class FlatFile(ReadOnlyMemory<byte> bytes)
{
    private const int SharingFactor = 16;
    private const int SharingAllowance = 1 << 16;
    private long _budget = ((long)bytes.Length * SharingFactor) + SharingAllowance;

    public int Length => bytes.Length;

    /// <summary>Finds the root table behind a header of two words: its offset and the file identifier.</summary>
    public FlatTable Root(string identifier, string what)
    {
        if (Length < 8)
            throw Damaged($"{what} has {Length} bytes; expected at least 8 for its header.");
        string seen = Encoding.Latin1.GetString(bytes.Span.Slice(4, 4));
        if (seen != identifier)
            throw Damaged($"{what} has the identifier '{Printable(seen)}' at byte 4; expected '{identifier}'.");
        return Table(Follow(0, what), what);
    }

    public FlatTable Table(int position, string what)
    {
        Spend(1);
        long vtable = (long)position - Int32(position, what);
        if (vtable < 0 || vtable > Length - 4 || (vtable & 1) != 0)
            throw Damaged($"{what} at byte {position} has its field list at byte {vtable}; expected an even place within "
                + $"{Length} bytes.");
        int vtableBytes = UInt16((int)vtable, what);
        int tableBytes = UInt16((int)vtable + 2, what);
        if (vtableBytes < 4 || (vtableBytes & 1) != 0 || vtable + vtableBytes > Length)
            throw Damaged($"{what} at byte {position} has a field list of {vtableBytes} bytes; expected an even number from 4 "
                + "that fits.");
        if (tableBytes < 4 || (long)position + tableBytes > Length)
            throw Damaged($"{what} at byte {position} claims {tableBytes} bytes; expected 4 to {Length - position}.");
        return new FlatTable(this, position, (int)vtable, vtableBytes, tableBytes, what);
    }

    /// <summary>Reads the offset at a place and returns where it leads.</summary>
    public int Follow(int position, string what)
    {
        uint offset = UInt32(position, what);
        long target = position + (long)offset;
        if (offset == 0 || target > Length - 4)
            throw Damaged($"{what}: the offset at byte {position} leads to byte {target}; expected a place within {Length} "
                + "bytes.");
        return (int)target;
    }

    /// <summary>Checks a vector: its count and its elements lie within the file.</summary>
    public (int Start, int Count) Vector(int position, int elementBytes, string what)
    {
        uint count = UInt32(position, what);
        long start = (long)position + sizeof(uint);
        if (start + ((long)count * elementBytes) > Length)
            throw Damaged($"{what} at byte {position} claims {count} elements of {elementBytes} bytes; the file ends at byte "
                + $"{Length}.");
        Spend(count);
        return ((int)start, (int)count);
    }

    public ReadOnlyMemory<byte> Slice(long start, long length, string what)
    {
        if (start < 0 || length < 0 || start > Length || length > Length - start)
            throw Damaged($"{what} lies at bytes {start} to {start + length}; the file has {Length}.");
        return bytes.Slice((int)start, (int)length);
    }

    public byte UInt8(int position, string what) => Read(position, 1, what)[0];

    public ushort UInt16(int position, string what) => BinaryPrimitives.ReadUInt16LittleEndian(Read(position, 2, what));

    public uint UInt32(int position, string what) => BinaryPrimitives.ReadUInt32LittleEndian(Read(position, 4, what));

    public int Int32(int position, string what) => BinaryPrimitives.ReadInt32LittleEndian(Read(position, 4, what));

    public long Int64(int position, string what) => BinaryPrimitives.ReadInt64LittleEndian(Read(position, 8, what));

    public float Single(int position, string what) => BinaryPrimitives.ReadSingleLittleEndian(Read(position, 4, what));

    public static InvalidDataException Damaged(string seenAndExpected) => new(seenAndExpected);

    private ReadOnlySpan<byte> Read(int position, int count, string what)
    {
        if (position < 0 || position > Length - count)
            throw Damaged($"{what} reads {count} bytes at byte {position}; the file has {Length}.");
        return bytes.Span.Slice(position, count);
    }

    private void Spend(long items)
    {
        _budget -= items;
        if (_budget < 0)
        {
            throw Damaged(
                $"The file's tables refer to each other so often that they describe over {SharingFactor} times its {Length} "
                + "bytes.");
        }
    }

    private static string Printable(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?'));
}
