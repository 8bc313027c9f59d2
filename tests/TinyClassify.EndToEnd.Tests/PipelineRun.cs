namespace TinyClassify.EndToEnd.Tests;

/// <summary>One short run of the whole pipeline, shared by the tests that look at what it left.</summary>
public sealed class PipelineRun : IDisposable
{
    private const string DataVariable = "TINYCLASSIFY_DATA";

    private readonly Lazy<string> _output;

    public PipelineRun() => _output = new Lazy<string>(() =>
        Tool.Trainer("run", "--recipe", QuickRecipe.Write(Root, trainEpochs: 3), "--images", "4000", "--out", Root, "--name",
            "Quick").Succeeded().Output);

    public string Root { get; } = Directory.CreateTempSubdirectory("tinyclassify-pipeline-").FullName;

    /// <summary>What `tinyclassify run` printed; the first to ask runs it.</summary>
    public string Output
    {
        get
        {
            RequireData();
            return _output.Value;
        }
    }

    public string Model
    {
        get
        {
            _ = Output;
            return Path.Combine(Root, "model", "classifier.tflite");
        }
    }

    public static void RequireData() =>
        Skip.If(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(DataVariable)),
            $"{DataVariable} names no folder with CIFAR-10");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
