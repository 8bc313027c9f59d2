using System.Text;

namespace TinyClassify.Tflite;

/// <summary>One table of a <see cref="FlatFile"/>. Fields are named by id; an absent one gives its default.</summary>
internal readonly struct FlatTable(FlatFile file, int position, int vtable, int vtableBytes, int tableBytes, string what)
{
    public string What => what;

    public bool Has(int id) => Locate(id, 1) is not null;

    public bool Bool(int id) => Locate(id, 1) is int at && file.UInt8(at, what) != 0;

    public byte UInt8(int id) => Locate(id, 1) is int at ? file.UInt8(at, what) : (byte)0;

    public sbyte Int8(int id) => (sbyte)UInt8(id);

    public int Int32(int id, int absent = 0) => Locate(id, 4) is int at ? file.Int32(at, what) : absent;

    public uint UInt32(int id) => Locate(id, 4) is int at ? file.UInt32(at, what) : 0;

    public ulong UInt64(int id) => Locate(id, 8) is int at ? (ulong)file.Int64(at, what) : 0;

    public float Single(int id) => Locate(id, 4) is int at ? file.Single(at, what) : 0;

    /// <summary>Text, or an empty one where the field is absent. Malformed UTF-8 becomes U+FFFD.</summary>
    public string String(int id, string field) => Encoding.UTF8.GetString(Bytes(id, field).Span);

    public ReadOnlyMemory<byte> Bytes(int id, string field)
    {
        (int start, int count) = Vector(id, 1, field);
        return file.Slice(start, count, Name(field));
    }

    public int[] Int32s(int id, string field)
    {
        (int start, int count) = Vector(id, sizeof(int), field);
        var values = new int[count];
        for (int i = 0; i < count; i++)
            values[i] = file.Int32(start + (i * sizeof(int)), what);
        return values;
    }

    public long[] Int64s(int id, string field)
    {
        (int start, int count) = Vector(id, sizeof(long), field);
        var values = new long[count];
        for (int i = 0; i < count; i++)
            values[i] = file.Int64(start + (i * sizeof(long)), what);
        return values;
    }

    public float[] Singles(int id, string field)
    {
        (int start, int count) = Vector(id, sizeof(float), field);
        var values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = file.Single(start + (i * sizeof(float)), what);
        return values;
    }

    public FlatTable? Table(int id, string field) =>
        Locate(id, 4) is int at ? file.Table(file.Follow(at, Name(field)), Name(field)) : null;

    public FlatTable[] Tables(int id, string field)
    {
        (int start, int count) = Vector(id, sizeof(int), field);
        var tables = new FlatTable[count];
        for (int i = 0; i < count; i++)
        {
            string name = $"{Name(field)}[{i}]";
            tables[i] = file.Table(file.Follow(start + (i * sizeof(int)), name), name);
        }

        return tables;
    }

    private (int Start, int Count) Vector(int id, int elementBytes, string field) =>
        Locate(id, 4) is int at ? file.Vector(file.Follow(at, Name(field)), elementBytes, Name(field)) : (0, 0);

    private string Name(string field) => $"{what}.{field}";

    private int? Locate(int id, int bytes)
    {
        int entry = 4 + (2 * id);
        if (entry + 2 > vtableBytes)
            return null;
        int offset = file.UInt16(vtable + entry, what);
        if (offset == 0)
            return null;
        if (offset < 4 || offset + bytes > tableBytes)
        {
            throw FlatFile.Damaged(
                $"{what}: field {id} lies at byte {offset} of a table of {tableBytes}; expected {bytes} bytes inside it.");
        }

        return position + offset;
    }
}
