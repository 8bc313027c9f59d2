namespace TinyClassify.Mutants;

/// <summary>One line of the product written wrongly, and the tests that must notice.</summary>
/// <param name="Name">What is wrong then.</param>
/// <param name="Place">File or folder, from the repository's top, where the line stands exactly once.</param>
/// <param name="Right">The line, or a part of one, as it is.</param>
/// <param name="Wrong">What stands there instead.</param>
/// <param name="Kind">"native" or "dotnet".</param>
/// <param name="Program">A GoogleTest program, or a test project.</param>
/// <param name="Filter">Which of its tests run: GoogleTest's filter, or a part of the tests' full names.</param>
public sealed record Mutant(string Name, string Place, string Right, string Wrong, string Kind, string Program, string Filter)
{
    private static readonly string[] s_sources = [".cs", ".cc", ".c", ".h"];

    /// <returns>The one file below the place that holds the line, and its text.</returns>
    /// <exception cref="InvalidDataException">None does, or several times: the list is no longer of these sources.</exception>
    public (string Path, string Text) Find(string root)
    {
        string place = Path.Combine(root, Place);
        string[] files = Directory.Exists(place)
            ? [.. Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories).Where(IsSource).Order(StringComparer.Ordinal)]
            : File.Exists(place) ? [place]
            : throw new InvalidDataException($"mutant '{Name}': there is no {Place}");
        var found = files.Select(path => (Path: path, Text: File.ReadAllText(path)))
            .Select(file => (file.Path, file.Text, Times: Count(file.Text, Right))).Where(file => file.Times > 0).ToArray();
        return found is [(var only, var text, 1)] ? (only, text) : throw new InvalidDataException(
            $"mutant '{Name}': \"{Right}\" stands {found.Sum(file => file.Times)} times below {Place}; expected once");
    }

    // Tests must not be what is written wrongly; what a build leaves is no source.
    private static bool IsSource(string path) => s_sources.Contains(Path.GetExtension(path))
        && !path.Contains("_test.", StringComparison.Ordinal)
        && !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj");

    private static int Count(string text, string part)
    {
        int times = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1,
            StringComparison.Ordinal))
            times++;
        return times;
    }
}
