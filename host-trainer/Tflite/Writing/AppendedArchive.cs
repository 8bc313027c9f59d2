using System.Buffers.Binary;
using System.Text;

namespace TinyClassify.Tflite;

/// <summary>A zip archive of one stored file behind other bytes, as the metadata standard keeps its label file.</summary>
/// <remarks>Source: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16. Offsets count from the start of the whole file.
/// Written here because the bytes must not depend on the date or on a library's version.</remarks>
internal static class AppendedArchive
{
    private const ushort Version = 10;
    private const ushort Utf8Name = 1 << 11;
    // 1980-01-01, the first date that zip knows.
    private const ushort Date = (1 << 5) | 1;

    public static byte[] Append(ReadOnlySpan<byte> before, string name, ReadOnlySpan<byte> contents)
    {
        var output = new MemoryStream();
        output.Write(before);
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);

        UInt32(output, 0x04034b50);
        Common(output, contents, nameBytes);
        output.Write(nameBytes);
        output.Write(contents);

        uint directory = (uint)output.Length;
        UInt32(output, 0x02014b50);
        UInt16(output, Version);
        Common(output, contents, nameBytes);
        UInt16(output, 0); // comment
        UInt16(output, 0); // disk
        UInt16(output, 0); // internal attributes
        UInt32(output, 0); // external attributes
        UInt32(output, (uint)before.Length);
        output.Write(nameBytes);

        uint directoryBytes = (uint)output.Length - directory;
        UInt32(output, 0x06054b50);
        UInt16(output, 0); // this disk
        UInt16(output, 0); // disk of the directory
        UInt16(output, 1); // entries on this disk
        UInt16(output, 1); // entries
        UInt32(output, directoryBytes);
        UInt32(output, directory);
        UInt16(output, 0); // comment
        return output.ToArray();
    }

    // The fields that an entry and its twin in the directory share, from the version needed to the length of extra fields.
    private static void Common(Stream output, ReadOnlySpan<byte> contents, ReadOnlySpan<byte> name)
    {
        UInt16(output, Version);
        UInt16(output, Utf8Name);
        UInt16(output, 0); // stored
        UInt16(output, 0); // time
        UInt16(output, Date);
        UInt32(output, Crc32(contents));
        UInt32(output, (uint)contents.Length);
        UInt32(output, (uint)contents.Length);
        UInt16(output, (ushort)name.Length);
        UInt16(output, 0); // extra
    }

    private static uint Crc32(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }

    private static void UInt16(Stream output, ushort value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        output.Write(bytes);
    }

    private static void UInt32(Stream output, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        output.Write(bytes);
    }
}
