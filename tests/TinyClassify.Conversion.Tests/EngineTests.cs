using TinyClassify.Runtime;
using Xunit.Abstractions;

namespace TinyClassify.Conversion.Tests;

/// <summary>The engine in single rounding against real TensorFlow Lite, byte for byte; <see cref="Divergence"/> tells what may
/// differ. TINYCLASSIFY_PICTURES=1000 compares whole models on more pictures than the usual 200.</summary>
public sealed class EngineTests(LiteRt liteRt, ITestOutputHelper log) : IClassFixture<LiteRt>
{
    public static TheoryData<string> Kinds => [.. SmallGraphs.Kinds];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Every_operator_computes_what_LiteRT_computes(string kind)
    {
        long different = 0, bytes = 0;
        for (int seed = 31; seed < 36; seed++)
        {
            QuantizedGraph graph = SmallGraphs.Of(kind, seed);
            byte[] file = TfliteWriter.Write(graph);
            sbyte[] inputs = SmallGraphs.Inputs(graph, count: 20, seed);
            sbyte[] expected = liteRt.Run(file, inputs), seen = Engine.Run(file, inputs, Rounding.Single);
            Assert.Equal(expected.Length, seen.Length);
            Assert.All(expected.Zip(seen), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
            different += expected.Zip(seen).Count(pair => pair.First != pair.Second);
            bytes += seen.Length;
        }

        log.WriteLine($"{kind}: {different} of {bytes} output bytes differ, by 1");
        Assert.True(different * 1000 <= bytes, $"{different} of {bytes} bytes differ; expected at most one in 1000.");
    }

    [SkippableFact]
    public void Double_rounding_is_told_from_a_value_at_a_half()
    {
        QuantizedGraph graph = SmallGraphs.Of("CONV_2D", seed: 40);
        byte[] file = TfliteWriter.Write(graph);
        int parted = 0;
        for (int n = 0; n < 40; n++)
        {
            sbyte[] input = SmallGraphs.Inputs(graph, count: 1, seed: 50 + n);
            if (liteRt.Run(file, input).AsSpan().SequenceEqual(Engine.Run(file, input, Rounding.Double)))
                continue;
            parted++;
            Assert.Contains("not at a half", new Divergence(liteRt, Rounding.Double).Unexplained(graph, input), StringComparison.Ordinal);
        }

        Assert.True(parted > 0, "Double rounding never differed: the engine does not round twice.");
    }

    [SkippableFact]
    public void ResNet8_computes_what_LiteRT_computes() => Compare(ReferenceModels.ResNet8());

    [SkippableFact]
    public void The_committed_model_computes_what_LiteRT_computes()
    {
        string path = RepositoryRoot.Combine("native-interop", "model", "classifier.tflite");
        Skip.IfNot(File.Exists(path), "native-interop/model/classifier.tflite does not exist: train it first");
        Compare(File.ReadAllBytes(path));
    }

    private void Compare(byte[] model)
    {
        int count = Setting.Integer("TINYCLASSIFY_PICTURES", 200);
        (sbyte[] pixels, byte[] labels) = ReferenceModels.Cifar10(count);
        sbyte[] expected = liteRt.Run(model, pixels), seen = Engine.Run(model, pixels, Rounding.Single);
        Assert.Equal(expected.Length, seen.Length);
        QuantizedGraph graph = TfliteReader.ReadGraph(model);
        int classes = seen.Length / count, inputSize = pixels.Length / count;
        int right = 0, bytes = 0, pictures = 0, tops = 0;
        for (int n = 0; n < count; n++)
        {
            ReadOnlySpan<sbyte> theirs = expected.AsSpan(n * classes, classes), ours = seen.AsSpan(n * classes, classes);
            right += Top(ours) == labels[n] ? 1 : 0;
            if (theirs.SequenceEqual(ours))
                continue;
            pictures++;
            tops += Top(theirs) != Top(ours) ? 1 : 0;
            for (int c = 0; c < classes; c++)
                bytes += theirs[c] != ours[c] ? 1 : 0;
            string? defect = new Divergence(liteRt).Unexplained(graph, pixels[(n * inputSize)..((n + 1) * inputSize)]);
            Assert.True(defect is null, $"Picture {n}: {defect}");
        }

        log.WriteLine($"{count} pictures: {right} right; {pictures} differ from LiteRT, in {bytes} of {seen.Length} output bytes, " +
                      $"{tops} in the top class, each after a value that float32 takes for a half");
        // A picture passes 100,000 and more values on its way, and about one in a million falls to the other side of a half; what
        // follows from it may touch several scores. That each difference begins so has been proven above.
        Assert.True(pictures * 10 <= count, $"{pictures} of {count} pictures differ; expected at most one in ten.");
        Assert.True(tops * 100 <= count, $"{tops} of {count} top classes differ; expected at most one in 100.");
        Assert.True(right > count / 2, $"Only {right} of {count} pictures right: the input is not what the model was trained on.");
    }

    private static int Top(ReadOnlySpan<sbyte> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            best = scores[i] > scores[best] ? i : best;
        return best;
    }
}
