using System.Buffers.Binary;

namespace TinyClassify.Device.Tests;

/// <summary>Picture files of known contents.</summary>
internal static class TestPictures
{
    // ISO/IEC 10918-1, Annex K.3: 16 counts of codes by length, then what they stand for. Code 00 is "no DC difference". Of the
    // AC codes below, cut to six, 1010 ends a block.
    private static readonly byte[] s_dcTable = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
        11];

    /// <summary>A 24-bit BMP whose colours change over the picture, differently for each seed.</summary>
    public static byte[] Bmp(int seed, int width = 48, int height = 32)
    {
        var stride = (width * 3 + 3) / 4 * 4;
        var file = new byte[54 + stride * height];
        file[0] = (byte)'B';
        file[1] = (byte)'M';
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        file[26] = 1;
        file[28] = 24;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = 54 + y * stride + x * 3;
                file[at] = (byte)(x * 255 / width + seed * 40);
                file[at + 1] = (byte)(y * 255 / height + seed * 90);
                file[at + 2] = (byte)((x + y) * 255 / (width + height) + seed * 150);
            }
        }

        return file;
    }

    /// <summary>A grey JPEG of one tone, sound to its last bit: 6 bits a block.</summary>
    public static byte[] GreyJpeg(int width, int height, bool progressive = false)
    {
        using var file = new MemoryStream();
        void Segment(byte marker, ReadOnlySpan<byte> body)
        {
            file.Write([0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2)]);
            file.Write(body);
        }

        file.Write([0xFF, 0xD8]);
        var quantization = new byte[65];
        Array.Fill(quantization, (byte)16, 1, 64);
        Segment(0xDB, quantization);
        byte[] size = [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0];
        Segment(progressive ? (byte)0xC2 : (byte)0xC0, size);
        Segment(0xC4, [0, .. s_dcTable]);
        Segment(0xC4, [0x10, 0, 2, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 0, 4, 17]);
        Segment(0xDA, [1, 1, 0x00, 0, progressive ? (byte)0 : (byte)63, 0]);
        WriteBlocks(file, (long)((width + 7) / 8) * ((height + 7) / 8));
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    // Each block is 00 1010. Four blocks are three bytes, none of them 0xFF.
    private static void WriteBlocks(MemoryStream file, long count)
    {
        var bits = 0;
        var held = 0;
        for (var i = 0L; i < count; i++)
        {
            held = held << 6 | 0b001010;
            bits += 6;
            while (bits >= 8)
            {
                bits -= 8;
                file.WriteByte((byte)(held >> bits));
                held &= (1 << bits) - 1;
            }
        }

        if (bits > 0) file.WriteByte((byte)(held << (8 - bits) | (1 << (8 - bits)) - 1));
    }
}
