namespace TinyClassify.Tflite.Tests;

/// <summary>Models and pictures that are not in this repository; tests that need them are skipped with a message.</summary>
internal static class ReferenceModels
{
    private const int RecordBytes = 1 + (3 * 32 * 32);

    /// <summary>MLPerf Tiny's image classification reference: CIFAR-10 ResNet-8, int8.</summary>
    public static byte[] ResNet8() =>
        File.ReadAllBytes(Find("TINYCLASSIFY_REFERENCE_MODELS", "mlperf_tiny_ic_resnet8_int8.tflite"));

    /// <summary>CIFAR-10 test images as int8 [count, 32, 32, 3], byte - 128, and their classes.</summary>
    public static (sbyte[] Pixels, byte[] Labels) Cifar10(int count)
    {
        byte[] records = File.ReadAllBytes(Find("TINYCLASSIFY_DATA", "test_batch.bin"));
        var pixels = new sbyte[count * 3 * 1024];
        var labels = new byte[count];
        for (int n = 0; n < count; n++)
        {
            ReadOnlySpan<byte> record = records.AsSpan(n * RecordBytes, RecordBytes);
            labels[n] = record[0];
            for (int at = 0; at < 1024; at++)
            {
                for (int channel = 0; channel < 3; channel++)
                    pixels[(((n * 1024) + at) * 3) + channel] = (sbyte)(record[1 + (channel * 1024) + at] - 128);
            }
        }

        return (pixels, labels);
    }

    /// <summary>Every model of the folder, in name order; empty where it is not there.</summary>
    public static string[] Files() =>
        Environment.GetEnvironmentVariable("TINYCLASSIFY_REFERENCE_MODELS") is { Length: > 0 } folder && Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.tflite").Order(StringComparer.Ordinal)]
            : [];

    private static string Find(string variable, string file)
    {
        string? folder = Environment.GetEnvironmentVariable(variable);
        Skip.If(string.IsNullOrEmpty(folder), $"the environment variable {variable} names no folder; it would hold {file}");
        string path = Path.Combine(folder!, file);
        Skip.IfNot(File.Exists(path), $"{variable} is {folder}, which holds no {file}");
        return path;
    }
}
