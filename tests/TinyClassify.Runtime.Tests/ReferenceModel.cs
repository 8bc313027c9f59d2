namespace TinyClassify.Runtime.Tests;

/// <summary>MLPerf Tiny's image classifier, a ResNet-8 for CIFAR-10: a model that we did not make.</summary>
internal static class ReferenceModel
{
    private const string Variable = "TINYCLASSIFY_REFERENCE_MODELS";
    private const string FileName = "mlperf_tiny_ic_resnet8_int8.tflite";

    /// <summary>The file's bytes; the test is skipped where it is not there.</summary>
    public static byte[] Require()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(folder), $"{Variable} is not set; it names the folder that holds {FileName}.");
        var path = Path.Combine(folder!, FileName);
        Skip.IfNot(File.Exists(path), $"{path} is not there ({Variable}).");
        return File.ReadAllBytes(path);
    }
}
