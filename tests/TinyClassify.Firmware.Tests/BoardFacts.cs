using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyClassify.Firmware.Tests;

/// <summary>One memory region of the linker scripts, in bytes.</summary>
internal readonly record struct Region(long Origin, long Length)
{
    public long End => Origin + Length;
}

internal static class BoardFacts
{
    /// <summary>The regions that a linker script's MEMORY blocks name.</summary>
    public static Dictionary<string, Region> Regions(params string[] parts) =>
        Regex.Matches(Overlay.Read(parts), @"^\s+(\w+)\s+\(\w+\) : org = (0x[0-9A-F]+), len = ([^/\n]+)", RegexOptions.Multiline)
            .ToDictionary(m => m.Groups[1].Value, m => new Region(Number(m.Groups[2].Value), Sum(m.Groups[3].Value)));

    private static long Sum(string text)
    {
        var terms = text.Split('-', StringSplitOptions.TrimEntries);
        return terms.Skip(1).Aggregate(Number(terms[0]), (sum, term) => sum - Number(term));
    }

    private static long Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal)
        ? long.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : text.EndsWith('k') ? long.Parse(text[..^1], CultureInfo.InvariantCulture) * 1024
        : long.Parse(text, CultureInfo.InvariantCulture);
}
