using System.Runtime.InteropServices;

namespace TinyClassify.Tflite.Tests;

/// <summary>Arm NN's parser and reference backend, a second reader of .tflite files; its runner is compiled once.</summary>
/// <remarks>Tests that use it are skipped with a message where Arm NN or a compiler is missing.</remarks>
public sealed class ArmNn : IDisposable
{
    private const string Header = "/usr/include/armnnTfLiteParser/ITfLiteParser.hpp";
    private readonly TemporaryFolder _folder = new();
    private string? _program;

    /// <summary>As <see cref="LiteRt.Run"/>.</summary>
    public sbyte[] Run(byte[] model, ReadOnlySpan<sbyte> inputs)
    {
        string program = _program ??= Compile();
        string[] paths = [_folder.File("model.tflite"), _folder.File("inputs.bin"), _folder.File("outputs.bin")];
        File.WriteAllBytes(paths[0], model);
        File.WriteAllBytes(paths[1], MemoryMarshal.AsBytes(inputs).ToArray());
        (int exitCode, _, string errors) = ExternalTool.Run(program, paths);
        return exitCode == 0 ? (sbyte[])(Array)File.ReadAllBytes(paths[2]) : throw new InvalidDataException($"Arm NN: {errors}");
    }

    public void Dispose() => _folder.Dispose();

    private string Compile()
    {
        Skip.IfNot(
            File.Exists(Header),
            "Arm NN is not installed (Debian: apt install libarmnn-dev libarmnntfliteparser-dev libarmnn-cpuref-backend22)");
        Skip.IfNot(ExternalTool.Exists("g++"), "g++ is not installed (Debian: apt install g++)");
        string source = RepositoryRoot.Combine("tests", "armnn", "run_armnn.cc");
        string program = _folder.File("run_armnn");
        (int exitCode, _, string errors) = ExternalTool.Run(
            "g++", ["-std=c++17", "-O1", source, "-o", program, "-larmnnTfLiteParser", "-larmnn"]);
        Assert.True(exitCode == 0, errors);
        return program;
    }
}
