using System.Buffers.Binary;
using System.Text;

namespace TinyClassify.Trainer.Libtorch;

/// <summary>Marks one symbol version that an ELF shared library asks for as optional.</summary>
/// <remarks>
/// An ELF library lists the versions it needs of each dependency in <c>.gnu.version_r</c>. The dynamic linker refuses to
/// load it when one is missing, unless the entry carries the flag VER_FLG_WEAK: then it goes on, and only a symbol that is
/// looked up fails. Source: Drepper, "ELF Symbol Versioning"; System V gABI, "Dynamic Section".
/// </remarks>
internal static class WeakVersionNeed
{
    private const int SectionHeaderBytes = 64;
    private const uint SectionTypeVersionNeed = 0x6ffffffe;
    private const ushort FlagWeak = 2;

    /// <summary>Sets VER_FLG_WEAK on every need of <paramref name="version"/> in a 64-bit little-endian ELF image.</summary>
    /// <param name="image">The whole file; changed in place.</param>
    /// <param name="version">For example "GLIBCXX_3.4.32".</param>
    /// <returns>True when the image was changed; false when there is no such need or it is weak already.</returns>
    /// <exception cref="InvalidDataException">The image is not such an ELF file, or its tables lead outside it.</exception>
    public static bool Mark(Span<byte> image, string version)
    {
        if (image.Length < 64 || !image[..4].SequenceEqual("\u007fELF"u8) || image[4] != 2 || image[5] != 1)
            throw new InvalidDataException("Not a 64-bit little-endian ELF file.");

        var wanted = Encoding.ASCII.GetBytes(version + "\0");
        var sections = U64(image, 0x28);
        var sectionCount = U16(image, 0x3c);
        var changed = false;
        for (var i = 0; i < sectionCount; i++)
        {
            var header = Part(image, sections + (ulong)(i * SectionHeaderBytes), SectionHeaderBytes);
            if (U32(header, 4) != SectionTypeVersionNeed)
                continue;
            var needs = Part(image, U64(header, 24), U64(header, 32));
            var stringsHeader = Part(image, sections + (U32(header, 40) * SectionHeaderBytes), SectionHeaderBytes);
            var strings = Part(image, U64(stringsHeader, 24), U64(stringsHeader, 32));
            changed |= MarkIn(needs, strings, wanted);
        }
        return changed;
    }

    private static bool MarkIn(Span<byte> needs, ReadOnlySpan<byte> strings, ReadOnlySpan<byte> wanted)
    {
        var changed = false;
        for (ulong file = 0; ;)
        {
            var fileEntry = Part(needs, file, 16);
            var entryAt = file + U32(fileEntry, 8);
            for (var left = U16(fileEntry, 2); left > 0; left--)
            {
                var entry = Part(needs, entryAt, 16);
                var name = U32(entry, 8);
                if (name < (uint)strings.Length && strings[(int)name..].StartsWith(wanted) && (U16(entry, 4) & FlagWeak) == 0)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], (ushort)(U16(entry, 4) | FlagWeak));
                    changed = true;
                }
                entryAt += U32(entry, 12);
            }
            var next = U32(fileEntry, 12);
            if (next == 0)
                return changed;
            file += next;
        }
    }

    private static Span<byte> Part(Span<byte> image, ulong start, ulong length)
    {
        if (start > (ulong)image.Length || length > (ulong)image.Length - start)
            throw new InvalidDataException(
                $"An ELF table at {start} of {length} bytes leads outside the file of {image.Length} bytes.");
        return image.Slice((int)start, (int)length);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
