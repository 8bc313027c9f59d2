using System.Text;

namespace TinyClassify.Tflite.Tests;

public sealed class CArrayWriterTests
{
    private static readonly Lazy<bool> s_xxdExists = new(() => ExternalTool.Exists("xxd", "-v"));

    [SkippableTheory]
    [InlineData("classifier.tflite", 0)]
    [InlineData("classifier.tflite", 1)]
    [InlineData("classifier.tflite", 11)]
    [InlineData("classifier.tflite", 12)]
    [InlineData("classifier.tflite", 13)]
    [InlineData("classifier.tflite", 24)]
    [InlineData("classifier.tflite", 100_003)]
    [InlineData("2nd model.v1.tflite", 50)]
    [InlineData("_already-odd$.bin", 7)]
    [InlineData("größe€.tflite", 14)]
    [InlineData("folder/in/front.tflite", 5)]
    [InlineData("./dotted", 5)]
    public void Output_equals_that_of_xxd(string fileName, int size)
    {
        Skip.IfNot(s_xxdExists.Value, "xxd is not installed (Debian: apt install xxd)");
        using var folder = new TemporaryFolder();
        var data = new byte[size];
        new Random(size).NextBytes(data);
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(fileName))!);
        File.WriteAllBytes(folder.File(fileName), data);
        (int exitCode, string output, _) = ExternalTool.Run("xxd", ["-i", fileName], folder.Path);
        Assert.Equal(0, exitCode);
        Assert.Equal(output, CArrayWriter.WriteXxd(data, fileName));
    }

    [SkippableTheory]
    [InlineData("gcc", "c", "-std=c11")]
    [InlineData("g++", "c++", "-std=c++17")]
    public void The_form_for_flash_compiles_to_a_constant_of_the_same_bytes(string compiler, string language, string standard)
    {
        Skip.IfNot(ExternalTool.Exists(compiler), $"{compiler} is not installed (Debian: apt install g++)");
        using var folder = new TemporaryFolder();
        byte[] data = Encoding.ASCII.GetBytes("exactly these bytes");
        File.WriteAllText(folder.File("model.c"), CArrayWriter.Write(data, "classifier.tflite"));
        File.WriteAllText(folder.File("main.c"), """
            #include <stdio.h>
            #include <stdint.h>
            #ifdef __cplusplus
            extern "C" {
            #endif
            extern const unsigned char classifier_tflite[];
            extern const unsigned int classifier_tflite_len;
            #ifdef __cplusplus
            }
            #endif
            int main(void) {
              if ((uintptr_t)classifier_tflite % 16 != 0) return 1;
              return fwrite(classifier_tflite, 1, classifier_tflite_len, stdout) == classifier_tflite_len ? 0 : 1;
            }
            """);
        (int built, _, string errors) = ExternalTool.Run(
            compiler, ["-Wall", "-Wextra", "-Werror", standard, "-x", language, "model.c", "main.c", "-o", "program"],
            folder.Path);
        Assert.True(built == 0, errors);
        (int ran, string output, _) = ExternalTool.Run(folder.File("program"), []);
        Assert.Equal((0, "exactly these bytes"), (ran, output));
    }
}
