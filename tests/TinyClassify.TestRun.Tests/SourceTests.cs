using System.Diagnostics;
using Xunit;

namespace TinyClassify.TestRun.Tests;

/// <summary>What the sources have in common: length of lines, C#'s formatting, and folders that use each other in one
/// direction.</summary>
public sealed class SourceTests
{
    private const int Columns = 130; // As .editorconfig's max_line_length, which no tool of .NET enforces.

    private static readonly string[] s_built = ["bin", "obj", "out", "build", "node_modules", ".git", "packages", "Stubs"];
    private static readonly string[] s_endings = [".cs", ".cc", ".h", ".c"];

    [Fact]
    public void Lines_of_sources_have_at_most_130_characters()
    {
        string[] sources = [.. Sources(RepositoryRoot.Combine())];
        Assert.True(sources.Length > 800, $"{sources.Length} sources were found");
        Assert.Empty(sources.SelectMany(TooLong));
    }

    [Fact]
    public void Cs_files_are_formatted_as_dotnet_format_does()
    {
        (int exitCode, string output) = Run("dotnet", "format", "whitespace", ".", "--folder", "--verify-no-changes");
        Assert.True(exitCode == 0, $"`dotnet format whitespace . --folder` changes:\n{output}");
    }

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
        while (uses.Keys.FirstOrDefault(folder => !uses[folder]
            .Any(other => other != folder && uses.ContainsKey(other))) is { } free)
            uses.Remove(free);
        Assert.Empty(uses.Select(folder => $"{folder.Key} uses {string.Join(", ", folder.Value.Where(uses.ContainsKey))}"));
    }

    // What is written inside of a raw string is a table, a page or another language's text.
    private static IEnumerable<string> TooLong(string path)
    {
        bool isRaw = false;
        foreach (var (index, line) in File.ReadAllLines(path).Index())
        {
            bool wasRaw = isRaw;
            isRaw ^= line.Split("\"\"\"").Length % 2 == 0;
            if (!wasRaw && !isRaw && line.Length > Columns)
                yield return $"{Path.GetRelativePath(RepositoryRoot.Combine(), path)}:{index + 1} has {line.Length} characters";
        }
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder).Where(IsWritten)
            .Concat(Directory.EnumerateDirectories(folder).Where(f => !s_built.Contains(Path.GetFileName(f)))
                .SelectMany(Sources));

    // Not what a program wrote: flatc, the model's array, nanoFramework's stubs of the interop assembly.
    private static bool IsWritten(string path) => s_endings.Contains(Path.GetExtension(path))
        && !path.EndsWith(".g.cs", StringComparison.Ordinal) && !path.EndsWith(".tflite.c", StringComparison.Ordinal)
        && !path.EndsWith(".tflite.h", StringComparison.Ordinal)
        && !Path.GetFileName(path).StartsWith("TinyClassify_Native", StringComparison.Ordinal);

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = RepositoryRoot.Combine(), RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
