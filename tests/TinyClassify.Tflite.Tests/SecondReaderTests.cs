namespace TinyClassify.Tflite.Tests;

/// <summary>Arm NN computes in float32 and rounds at the end, so a byte may differ by 1 from TensorFlow Lite's.</summary>
public sealed class SecondReaderTests(LiteRt liteRt, ArmNn armNn) : IClassFixture<LiteRt>, IClassFixture<ArmNn>
{
    // Arm NN 20.08 fills an int8 PAD with 0 instead of the zero point: it loads the file, but computes something else.
    public static TheoryData<string> Kinds => [.. SmallGraphs.Kinds.Where(kind => kind != "PAD")];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Arm_NN_computes_what_LiteRT_computes(string kind)
    {
        QuantizedGraph graph = SmallGraphs.Of(kind, seed: 21);
        byte[] file = TfliteWriter.Write(graph);
        sbyte[] inputs = SmallGraphs.Inputs(graph, count: 8, seed: 22);
        sbyte[] expected = liteRt.Run(file, inputs), seen = armNn.Run(file, inputs);
        Assert.Equal(expected.Length, seen.Length);
        Assert.All(expected.Zip(seen), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
    }

    [SkippableFact]
    public void Arm_NN_loads_a_padding_and_a_classifier_with_labels()
    {
        foreach (QuantizedGraph graph in new[] { SmallGraphs.Of("PAD", seed: 23), SmallGraphs.Classifier(["cat", "dog", "Ü"]) })
        {
            sbyte[] inputs = SmallGraphs.Inputs(graph, count: 2, seed: 24);
            Assert.Equal(2 * graph.Output.ElementCount, armNn.Run(TfliteWriter.Write(graph), inputs).Length);
        }
    }
}
