using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TinyClassify.Tflite.Tests;

/// <summary>Real TensorFlow Lite (npm package @litertjs/core in Node), started once for a test class.</summary>
/// <remarks>Tests that use it are skipped with a message where Node is missing.</remarks>
public sealed class LiteRt : IDisposable
{
    private static readonly Lazy<string?> s_whyMissing =
        new(() => NodePackage.WhyMissing(RepositoryRoot.Combine("tests", "litert"), "@litertjs/core"));
    private readonly TemporaryFolder _folder = new();
    private Process? _server;

    /// <summary>Runs a model over a batch.</summary>
    /// <param name="model">A .tflite file with one input and one output.</param>
    /// <param name="inputs">Input tensors, one after the other.</param>
    /// <returns>Output tensors, one after the other.</returns>
    /// <exception cref="InvalidDataException">LiteRT refused the model; the message is its own.</exception>
    public sbyte[] Run(byte[] model, ReadOnlySpan<sbyte> inputs)
    {
        Skip.If(s_whyMissing.Value is not null, s_whyMissing.Value);
        Process server = _server ??= Start();
        string[] paths = [_folder.File("model.tflite"), _folder.File("inputs.bin"), _folder.File("outputs.bin")];
        File.WriteAllBytes(paths[0], model);
        File.WriteAllBytes(paths[1], MemoryMarshal.AsBytes(inputs).ToArray());
        server.StandardInput.WriteLine(JsonSerializer.Serialize(paths));
        server.StandardInput.Flush();
        string? answer = server.StandardOutput.ReadLine();
        if (answer is null)
        {
            server.WaitForExit();
            _server = null;
            throw new InvalidOperationException($"LiteRT's process ended with exit code {server.ExitCode}.");
        }

        return answer == "ok" ? MemoryMarshal.Cast<byte, sbyte>(File.ReadAllBytes(paths[2])).ToArray()
            : throw new InvalidDataException($"LiteRT: {answer}");
    }

    public void Dispose()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            if (!_server.WaitForExit(TimeSpan.FromSeconds(10)))
                _server.Kill();
            _server.Dispose();
        }

        _folder.Dispose();
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo("node", [RepositoryRoot.Combine("tests", "litert", "run.mjs"), "--serve"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process server = Process.Start(start)!;
        string? greeting = server.StandardOutput.ReadLine();
        return greeting == "ready" ? server : throw new InvalidOperationException($"LiteRT did not start; it said: {greeting}");
    }
}
