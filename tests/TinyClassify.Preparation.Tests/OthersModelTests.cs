using TinyClassify.Runtime;
using Xunit.Abstractions;

namespace TinyClassify.Preparation.Tests;

/// <summary>Models that nobody here made: opened or prepared, and byte for byte what LiteRT computes with the file as it was
/// given. TINYCLASSIFY_MODEL_INPUTS tells how many random inputs each is run on, TINYCLASSIFY_REFERENCE_MODELS where they
/// are.</summary>
public sealed class OthersModelTests(LiteRt liteRt, ITestOutputHelper log) : IClassFixture<LiteRt>
{
    // Files that are refused, and what the refusal names.
    private static readonly Dictionary<string, string> s_refused = new()
    {
        // A layer's scale is 4.6e-41 and the next one's infinite: no runtime computes anything with it.
        ["mlonmcu_catdog2.tflite"] = "its quantisation failed",
    };

    public static TheoryData<string> Files =>
        [.. ReferenceModels.Files().Select(f => Path.GetFileName(f)!).DefaultIfEmpty("none")];

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void A_models_bytes_are_those_that_LiteRT_gives_for_the_original(string file)
    {
        string path = ReferenceModels.Files().FirstOrDefault(f => Path.GetFileName(f) == file) ?? "";
        Skip.If(path.Length == 0, "the environment variable TINYCLASSIFY_REFERENCE_MODELS names no folder of .tflite files");
        int inputs = Setting.Integer("TINYCLASSIFY_MODEL_INPUTS", 100);
        byte[] original = File.ReadAllBytes(path);
        PreparedModel prepared;
        try
        {
            prepared = PreparedModel.Prepare(original, null, [], inputs: Math.Min(inputs, 4));
        }
        catch (Exception refusal) when (refusal is (NotSupportedException or TinyClassifyException)
            && s_refused.ContainsKey(file))
        {
            Assert.Contains(s_refused[file], refusal.Message, StringComparison.Ordinal);
            log.WriteLine($"{file}: refused. {refusal.Message}");
            return;
        }

        log.WriteLine($"{file}: {string.Join("; ", prepared.Steps.Select(s => $"{s.What} ({s.Times})"))}; {prepared.Comparison}");
        Assert.True(prepared.Original is { IsExact: true });
        LiteRtComparison.Run(liteRt, original, prepared, inputs);
        log.WriteLine($"{file}: {inputs} inputs equal LiteRT's on the original");
    }
}
