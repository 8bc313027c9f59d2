using System.Buffers.Binary;
using System.Text;
using TinyClassify.Trainer.Libtorch;
using TorchSharp;

namespace TinyClassify.Trainer.Tests;

public class LibtorchTests
{
    [Fact]
    public void Libtorch_loads_on_this_system()
    {
        using var sum = torch.ones(3).sum();
        Assert.Equal(3, sum.item<float>());
    }

    [Fact]
    public void Only_the_named_version_becomes_weak_and_only_once()
    {
        var image = ElfWithNeeds("GLIBCXX_3.4.32", "GLIBCXX_3.4");
        var before = (byte[])image.Clone();
        Assert.True(WeakVersionNeed.Mark(image, "GLIBCXX_3.4.32"));
        var changed = Enumerable.Range(0, image.Length).Where(i => image[i] != before[i]).ToArray();
        var single = Assert.Single(changed);
        Assert.Equal(2, image[single]);
        Assert.False(WeakVersionNeed.Mark(image, "GLIBCXX_3.4.32"));
        Assert.False(WeakVersionNeed.Mark(image, "GLIBCXX_3.4.99"));
    }

    [Fact]
    public void A_damaged_image_is_refused_or_left_alone_but_never_read_outside()
    {
        var whole = ElfWithNeeds("GLIBCXX_3.4.32", "GLIBCXX_3.4");
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                WeakVersionNeed.Mark(whole.AsSpan(0, length).ToArray(), "GLIBCXX_3.4.32");
            }
            catch (InvalidDataException)
            {
                // What is expected of most lengths; any other exception fails the test.
            }
        }
        Assert.Throws<InvalidDataException>(() =>
            WeakVersionNeed.Mark("no ELF file at all, but long enough to hold the header of one.."u8.ToArray(), "x"));
    }

    // Header, one .gnu.version_r with one file of two needs, its string table, and the section headers.
    private static byte[] ElfWithNeeds(string first, string second)
    {
        var strings = Encoding.ASCII.GetBytes($"\0libstdc++.so.6\0{first}\0{second}\0");
        const int needsAt = 64, needsBytes = 48;
        var stringsAt = needsAt + needsBytes;
        var sectionsAt = stringsAt + strings.Length;
        var image = new byte[sectionsAt + (2 * 64)];
        "\u007fELF"u8.CopyTo(image);
        (image[4], image[5]) = (2, 1);
        U64(0x28, (ulong)sectionsAt);
        U16(0x3c, 2);
        U16(needsAt, 1);
        U16(needsAt + 2, 2);
        U32(needsAt + 4, 1);
        U32(needsAt + 8, 16);
        U32(needsAt + 16 + 8, 16);
        U32(needsAt + 16 + 12, 16);
        U32(needsAt + 32 + 8, (uint)(17 + first.Length));
        strings.CopyTo(image, stringsAt);
        U32(sectionsAt + 4, 0x6ffffffe);
        U64(sectionsAt + 24, needsAt);
        U64(sectionsAt + 32, needsBytes);
        U32(sectionsAt + 40, 1);
        U32(sectionsAt + 64 + 4, 3);
        U64(sectionsAt + 64 + 24, (ulong)stringsAt);
        U64(sectionsAt + 64 + 32, (ulong)strings.Length);
        return image;

        void U16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);
        void U32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
        void U64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), value);
    }
}
