using System.Runtime.InteropServices;
using System.Text;
using TinyClassify.Runtime.Interop;

namespace TinyClassify.Runtime;

/// <summary>Which letters the board's LCD can draw: class names beyond them show as boxes, though they are judged and written all
/// the same.</summary>
public static unsafe class LcdLetters
{
    private const int BodyFont = 1;

    private static readonly Lazy<nint> s_hasLetter = new(() =>
        NativeLibrary.GetExport(NativeLibraryLoader.Load(NativeLibraryLoader.DoubleRounding), "tcd_has_letter"));

    /// <returns>The characters of a text that the LCD draws as a box, each once, in the text's order.</returns>
    public static IReadOnlyList<Rune> Missing(string text)
    {
        var hasLetter = (delegate* unmanaged[Cdecl]<int, uint, int>)s_hasLetter.Value;
        var missing = new List<Rune>();
        foreach (var rune in text.EnumerateRunes())
        {
            if (hasLetter(BodyFont, (uint)rune.Value) == 0 && !missing.Contains(rune))
                missing.Add(rune);
        }

        return missing;
    }

    /// <returns>A sentence for each class name that the LCD cannot draw whole.</returns>
    public static IEnumerable<string> Warnings(IEnumerable<string> classNames) =>
        from name in classNames
        let missing = Missing(name)
        where missing.Count > 0
        select $"the board's LCD has no letters for {string.Join(", ", missing.Select(r => $"{Shown(r)} (U+{r.Value:X4})"))} "
            + $"of class \"{name}\" and draws boxes";

    // A mark alone would sit on the letter before it.
    private static string Shown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
        or System.Globalization.UnicodeCategory.EnclosingMark
            ? $"\u25CC{rune}"
            : rune.ToString();
}
