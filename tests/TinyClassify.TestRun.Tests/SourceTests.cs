using Xunit;

namespace TinyClassify.TestRun.Tests;

public sealed class SourceTests
{
    private static readonly string[] s_built = ["bin", "obj", "out", "node_modules", ".git", "packages", "Stubs"];
    private static readonly string[] s_endings = [".cs", ".cc", ".h", ".c"];

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder).Where(IsWritten)
            .Concat(Directory.EnumerateDirectories(folder).Where(f => !s_built.Contains(Path.GetFileName(f))).SelectMany(Sources));

    private static bool IsWritten(string path) => s_endings.Contains(Path.GetExtension(path))
        && !path.EndsWith(".g.cs", StringComparison.Ordinal) && !path.EndsWith(".tflite.c", StringComparison.Ordinal);

    [Theory]
    [InlineData("host-trainer", "TinyClassify.Trainer")]
    [InlineData("device/app", "TinyClassify.Device")]
    public void Folders_use_each_other_in_one_direction(string place, string space)
    {
        Dictionary<string, HashSet<string>> uses = Directory.GetDirectories(RepositoryRoot.Combine(place.Split('/')))
            .ToDictionary(folder => Path.GetFileName(folder), folder => Sources(folder)
                .SelectMany(File.ReadLines).Where(line => line.StartsWith($"using {space}.", StringComparison.Ordinal))
                .Select(line => line[$"using {space}.".Length..].TrimEnd(';')).ToHashSet());
        Assert.Contains(uses.Values, used => used.Count > 1);
        // What uses nothing that is left can be taken away, until nothing is left: but for a ring.
        while (uses.Keys.FirstOrDefault(folder => !uses[folder].Any(other => other != folder && uses.ContainsKey(other))) is { } free)
            uses.Remove(free);
        Assert.Empty(uses.Select(folder => $"{folder.Key} uses {string.Join(", ", folder.Value.Where(uses.ContainsKey))}"));
    }
}
