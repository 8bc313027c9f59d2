using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TinyClassify.EndToEnd.Tests;

/// <summary>The lines of code in the README.</summary>
public sealed class ReadmeTests
{
    [SkippableFact]
    public void The_five_lines_of_C_compile()
    {
        Skip.If(!File.Exists("/usr/bin/cc"), "there is no C compiler (Debian: apt-get install gcc libc6-dev)");
        var readme = File.ReadAllText(RepositoryRoot.Combine("README.md"));
        var sample = Regex.Match(readme, "```c\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        var folder = Directory.CreateTempSubdirectory("tinyclassify-readme-");
        try
        {
            var source = Path.Combine(folder.FullName, "readme.c");
            File.WriteAllText(source, $$"""
                #include <stddef.h>
                #include "tinyclassify.h"
                int classify(const void* bytes, uint32_t size, const uint8_t* rgb) {
                static _Alignas(16) uint8_t memory[1 << 16];
                {{sample}}
                return (int)best.class_index; }
                """);
            var include = RepositoryRoot.Combine("native-interop", "include");
            using var compiler = Process.Start(new ProcessStartInfo("/usr/bin/cc",
                ["-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", include, source])
            {
                RedirectStandardError = true,
            })!;
            var errors = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            Assert.True(compiler.ExitCode == 0, errors);
            Assert.Equal(5, sample.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
