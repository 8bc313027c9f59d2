using System.Diagnostics;

namespace TinyClassify.Mutants;

/// <summary>What became of a mutant.</summary>
public enum Fate
{
    Killed,
    Survived,

    /// <summary>It does not compile, so that no test has judged it.</summary>
    NotBuilt,
}

/// <summary>A copy of the checkout in which lines are written wrongly, one at a time.</summary>
/// <param name="root">Top folder of the repository, left alone.</param>
/// <param name="folder">Where the copy and the logs lie; what was built there before is used again.</param>
public sealed class Workshop(string root, string folder)
{
    // A mutant may make a test wait for ever; that, too, is noticed.
    private static readonly TimeSpan LongestTest = TimeSpan.FromMinutes(10);

    private readonly string _tree = Path.Combine(folder, "tree");
    private readonly string _native = Path.Combine(folder, "native");

    public string Root => _tree;

    /// <summary>Makes the copy equal to the checkout's files that git knows; what is the same already keeps its time.</summary>
    public void Copy()
    {
        string[] files = Output("git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);
        foreach (string file in files)
        {
            var (from, to) = (new FileInfo(Path.Combine(root, file)), new FileInfo(Path.Combine(_tree, file)));
            if (!from.Exists || (to.Exists && to.Length == from.Length && to.LastWriteTimeUtc == from.LastWriteTimeUtc))
                continue;
            Directory.CreateDirectory(to.DirectoryName!);
            File.Copy(from.FullName, to.FullName, overwrite: true);
        }
    }

    /// <summary>Builds a test program and runs it.</summary>
    public Fate Judge(string kind, string program, string filter, string log)
    {
        bool built = kind == "native"
            ? (File.Exists(Path.Combine(_native, "CMakeCache.txt"))
                || Succeeds(log, "cmake", "-S", Path.Combine(_tree, "native-interop"), "-B", _native,
                "-DCMAKE_BUILD_TYPE=Release", "-DTC_BUILD_SHARED=OFF", "-DTC_WARNINGS_AS_ERRORS=OFF"))
                && Succeeds(log, "cmake", "--build", _native, "--target", program)
            : Succeeds(log, "dotnet", "build", Path.Combine(_tree, "tests", program), "-c", "Release", "-v", "quiet", "-m:1",
                "-p:TreatWarningsAsErrors=false");
        if (!built)
            return Fate.NotBuilt;
        bool passed = kind == "native"
            ? Succeeds(log, Path.Combine(_native, "bin", program), $"--gtest_filter={filter}", "--gtest_fail_if_no_test_selected")
            : Succeeds(log, "dotnet", "test", Path.Combine(_tree, "tests", program), "-c", "Release", "--no-build", "--filter",
                $"FullyQualifiedName~{filter}", "--", "RunConfiguration.TreatNoTestsAsError=true");
        return passed ? Fate.Survived : Fate.Killed;
    }

    /// <summary>Builds and judges the copy with one line written wrongly, and puts the line back.</summary>
    public Fate Judge(Mutant mutant, string log)
    {
        var (path, text) = mutant.Find(_tree);
        try
        {
            File.WriteAllText(path, text.Replace(mutant.Right, mutant.Wrong, StringComparison.Ordinal));
            return Judge(mutant.Kind, mutant.Program, mutant.Filter, log);
        }
        finally
        {
            File.WriteAllText(path, text); // Newer than what was built of the wrong line.
        }
    }

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidDataException($"{program} {string.Join(' ', arguments)} failed");
    }

    private static bool Succeeds(string log, string program, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        using var writer = TextWriter.Synchronized(new StreamWriter(log, append: true) { AutoFlush = true });
        writer.WriteLine($"$ {program} {string.Join(' ', arguments)}");
        process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(LongestTest))
            process.WaitForExit(); // also drains the output
        else
            process.Kill(entireProcessTree: true);
        return process.HasExited && process.ExitCode == 0;
    }
}
