using System.IO.Compression;
using System.Text.RegularExpressions;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>Native code that this machine compiles for others: what its own tools can tell of it.</summary>
internal sealed class ForeignLibraries(PackedPrograms packed)
{
    private const string Own = "linux-x64";

    public static string Compiler(string rid) => rid switch
    {
        "linux-arm64" => "aarch64-linux-gnu-gcc",
        "win-x64" => "x86_64-w64-mingw32-gcc",
        _ => "gcc",
    };

    public static void RequireCompiler(string rid)
    {
        Skip.If(!OperatingSystem.IsLinux() || !Environment.Is64BitProcess
            || !Has(Compiler(Own)), $"{rid} is cross-compiled on x64 Linux alone");
        Skip.If(!Has(Compiler(rid)),
            $"there is no compiler for {rid} (Debian: {(rid == "win-x64" ? "g++-mingw-w64-x86-64" : "g++-aarch64-linux-gnu")})");
    }

    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Takes the libraries of a system out of a package.</summary>
    public string Extract(string package, string rid)
    {
        var folder = Path.Combine(packed.NewFolder($"{package}-libraries"), rid);
        // Another test may have compiled a program there.
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        using var archive = ZipFile.OpenRead(Path.Combine(packed.Packages, packed.FileOf(package)));
        foreach (var entry in archive.Entries.Where(e =>
            e.FullName.Contains($"runtimes/{rid}/native/", StringComparison.Ordinal)))
            entry.ExtractToFile(Path.Combine(folder, entry.Name), overwrite: true);
        return folder;
    }

    /// <returns>Names of our functions that a library offers, in order.</returns>
    public string[] Exports(string library)
    {
        var (program, arguments) = library.EndsWith(".dll", StringComparison.Ordinal)
            ? ("x86_64-w64-mingw32-objdump", new[] { "-p", library })
            : (library.Contains("arm64", StringComparison.Ordinal) ? "aarch64-linux-gnu-nm"
                : "nm", ["-D", "--defined-only", library]);
        return [.. Regex.Matches(Run(program, arguments), @"\btc_\w+").Select(m => m.Value).Distinct()
            .Order(StringComparer.Ordinal)];
    }

    /// <returns>Names of the libraries that a DLL needs.</returns>
    public string[] Imports(string dll) =>
        [.. Regex.Matches(Run("x86_64-w64-mingw32-objdump", ["-p", dll]), @"DLL Name: (\S+)")
            .Select(m => m.Groups[1].Value.ToLowerInvariant())];

    /// <summary>Compiles a program against a system's library and runs it, emulated where that is another's.</summary>
    /// <returns>The outputs of the committed model for an input that is the same everywhere.</returns>
    public string Classify(string rid)
    {
        var folder = Extract("TinyClassify.Runtime", rid);
        var source = Path.Combine(folder, "classify.c");
        File.WriteAllText(source, """
            #include <stdio.h>
            #include "tinyclassify.h"
            static _Alignas(16) unsigned char file[1 << 20], memory[1 << 18];
            int main(int count, char** words) {
              FILE* stream = fopen(words[count - 1], "rb");
              uint32_t bytes = (uint32_t)fread(file, 1, sizeof file, stream);
              const tc_model_file model_file = {file, bytes, TC_KERNELS_FASTEST};
              tc_model* model;
              if (tc_open(&model_file, memory, sizeof memory, &model, NULL) != TC_OK) return 1;
              for (int i = 0; i < 32 * 32 * 3; i++) tc_input(model)[i] = (int8_t)(i * i / 7);
              tc_invoke(model);
              for (int i = 0; i < 10; i++) printf("%d ", tc_output(model)[i]);
              return 0;
            }
            """);
        var program = Path.Combine(folder, "classify");
        Run(Compiler(rid), [source, "-std=c11", "-I", RepositoryRoot.Combine("native-interop", "include"), "-L", folder,
            "-ltinyclassify", $"-Wl,-rpath,{folder}", "-o", program]);
        var model = RepositoryRoot.Combine("native-interop", "model", "classifier.tflite");
        return rid == Own ? Run(program, [model]) : Run("qemu-aarch64-static", ["-L", "/usr/aarch64-linux-gnu", program, model]);
    }

    private string Run(string program, string[] arguments) =>
        packed.Run(packed.NewFolder("tools"), program, arguments).Succeeded().Output;
}
