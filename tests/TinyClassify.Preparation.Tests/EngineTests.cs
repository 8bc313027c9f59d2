using TinyClassify.Runtime;
using Xunit.Abstractions;

namespace TinyClassify.Preparation.Tests;

/// <summary>The engine against real TensorFlow Lite. In float rounding every byte is equal; the other roundings are compared by
/// how often they part from it. TINYCLASSIFY_PICTURES=1000 compares whole models on more pictures than the usual 200.</summary>
public sealed class EngineTests(LiteRt liteRt, ITestOutputHelper log) : IClassFixture<LiteRt>
{
    public static TheoryData<string> Kinds => [.. SmallGraphs.Kinds];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Every_operator_computes_what_LiteRT_computes(string kind)
    {
        int different = 0, bytes = 0;
        for (int seed = 31; seed < 41; seed++)
        {
            QuantizedGraph graph = SmallGraphs.Of(kind, seed);
            byte[] file = TfliteWriter.Write(graph);
            sbyte[] inputs = SmallGraphs.Inputs(graph, count: 20, seed);
            sbyte[] expected = liteRt.Run(file, inputs);
            different += Differences(expected, Engine.Run(file, inputs, Rounding.Float));
            bytes += expected.Length;
        }

        log.WriteLine($"{kind}: {different} of {bytes} output bytes differ");
        Assert.Equal(0, different);
    }

    [SkippableTheory]
    [InlineData("CONV_2D")]
    [InlineData("DEPTHWISE_CONV_2D")]
    [InlineData("FULLY_CONNECTED")]
    public void The_three_roundings_are_told_apart(string kind)
    {
        QuantizedGraph graph = SmallGraphs.Of(kind, seed: 40);
        byte[] file = TfliteWriter.Write(graph);
        sbyte[] inputs = SmallGraphs.Inputs(graph, count: 400, seed: 50);
        sbyte[] expected = liteRt.Run(file, inputs);
        int once = Differences(expected, Engine.Run(file, inputs, Rounding.Single));
        int twice = Differences(expected, Engine.Run(file, inputs, Rounding.Double));
        log.WriteLine($"{kind}: of {expected.Length} bytes {once} differ from LiteRT in single rounding, {twice} in double");
        // Rounding once parts from float32 about once in a million values, rounding twice once in some hundred.
        Assert.InRange(once, 0, expected.Length / 10_000);
        Assert.InRange(twice, 1, expected.Length / 50);
    }

    [SkippableFact]
    public void ResNet8_computes_what_LiteRT_computes() => Compare(ReferenceModels.ResNet8());

    [SkippableFact]
    public void The_committed_model_computes_what_LiteRT_computes() =>
        Compare(File.ReadAllBytes(RepositoryRoot.Combine("native-interop", "model", "classifier.tflite")));

    private void Compare(byte[] model)
    {
        int count = Setting.Integer("TINYCLASSIFY_PICTURES", 200);
        (sbyte[] pixels, byte[] labels) = ReferenceModels.Cifar10(count);
        sbyte[] expected = liteRt.Run(model, pixels), seen = Engine.Run(model, pixels, Rounding.Float);
        EngineAgreement agreement = EngineAgreement.Of(expected, seen, seen.Length / count);
        log.WriteLine($"LiteRT against the engine in float rounding: {agreement}");
        foreach (Rounding other in new[] { Rounding.Single, Rounding.Double })
        {
            sbyte[] scores = Engine.Run(model, pixels, other);
            log.WriteLine($"for comparison, {other.ToString().ToLowerInvariant()} rounding: " +
                          $"{EngineAgreement.Of(expected, scores, seen.Length / count)}");
        }

        Assert.Equal(expected, seen);
        int right = Enumerable.Range(0, count).Count(n =>
            Top(seen.AsSpan(n * seen.Length / count, seen.Length / count)) == labels[n]);
        log.WriteLine($"{right} of {count} pictures right");
        Assert.True(right > count / 2,
            $"Only {right} of {count} pictures right: the input is not what the model was trained on.");
    }

    private static int Differences(sbyte[] expected, sbyte[] seen)
    {
        Assert.Equal(expected.Length, seen.Length);
        Assert.All(expected.Zip(seen), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        return expected.Zip(seen).Count(pair => pair.First != pair.Second);
    }

    private static int Top(ReadOnlySpan<sbyte> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            best = scores[i] > scores[best] ? i : best;
        return best;
    }
}
