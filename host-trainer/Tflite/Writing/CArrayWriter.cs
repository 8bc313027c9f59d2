using System.Globalization;
using System.Text;

namespace TinyClassify.Tflite;

/// <summary>Writes a file's bytes as a C array.</summary>
public static class CArrayWriter
{
    private const int BytesPerLine = 12;

    /// <summary>For firmware: `const`, so that it stays in flash, and 16-byte aligned. C11 and C++11.</summary>
    /// <param name="data">Contents of the file.</param>
    /// <param name="fileName">Its name; the array is named as `xxd -i` would name it.</param>
    public static string Write(ReadOnlySpan<byte> data, string fileName) =>
        "#ifdef __cplusplus\nextern \"C\" {\n#else\n#include <stdalign.h>\n#endif\n" +
        $"extern const unsigned char {Identifier(fileName)}[];\nextern const unsigned int {Identifier(fileName)}_len;\n" +
        "#ifdef __cplusplus\n}\n#endif\n" +
        Write(data, Identifier(fileName), "alignas(16) const unsigned char", "const unsigned int");

    /// <summary>Exactly what `xxd -i FILE` prints: `unsigned char NAME[] = { ... };` and `unsigned int NAME_len`, both in
    /// RAM.</summary>
    /// <param name="data">Contents of the file.</param>
    /// <param name="fileName">The file as it would be named on xxd's command line; folders become part of the C name.</param>
    public static string WriteXxd(ReadOnlySpan<byte> data, string fileName) =>
        Write(data, Identifier(fileName), "unsigned char", "unsigned int");

    /// <summary>The C name that xxd makes of a file name: what is no ASCII letter or digit becomes '_', and a leading digit gets
    /// "__" in front.</summary>
    public static string Identifier(string fileName)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        // xxd works on bytes: a character that UTF-8 writes in three bytes becomes three underscores.
        var name = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(fileName))
            name.Append(char.IsAsciiLetterOrDigit((char)b) ? (char)b : '_');
        return char.IsAsciiDigit(name[0]) ? "__" + name : name.ToString();
    }

    private static string Write(ReadOnlySpan<byte> data, string identifier, string arrayType, string lengthType)
    {
        var text = new StringBuilder(data.Length * 6 + 256);
        text.Append(arrayType).Append(' ').Append(identifier).Append("[] = {\n");
        for (int i = 0; i < data.Length; i++)
        {
            if (i % BytesPerLine == 0)
                text.Append(i == 0 ? "  " : ",\n  ");
            else
                text.Append(", ");
            text.Append("0x").Append(data[i].ToString("x2", CultureInfo.InvariantCulture));
        }

        if (data.Length > 0)
            text.Append('\n');
        text.Append("};\n");
        text.Append(lengthType).Append(' ').Append(identifier).Append("_len = ")
            .Append(data.Length.ToString(CultureInfo.InvariantCulture)).Append(";\n");
        return text.ToString();
    }
}
