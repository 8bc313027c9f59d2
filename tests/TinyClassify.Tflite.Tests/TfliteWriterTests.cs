namespace TinyClassify.Tflite.Tests;

public sealed class TfliteWriterTests(LiteRt liteRt) : IClassFixture<LiteRt>
{
    public static TheoryData<string> Kinds => [.. SmallGraphs.Kinds];

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void LiteRT_loads_and_runs_every_operator(string kind)
    {
        QuantizedGraph graph = SmallGraphs.Of(kind, seed: 1);
        sbyte[] outputs = liteRt.Run(TfliteWriter.Write(graph), SmallGraphs.Inputs(graph, count: 4, seed: 2));
        Assert.Equal(4 * graph.Output.ElementCount, outputs.Length);
        Assert.True(outputs.Distinct().Count() > 3, "The outputs hardly vary.");
    }

    [Fact]
    public void The_same_graph_gives_the_same_bytes()
    {
        foreach (string kind in SmallGraphs.Kinds)
            Assert.Equal(TfliteWriter.Write(SmallGraphs.Of(kind, seed: 3)), TfliteWriter.Write(SmallGraphs.Of(kind, seed: 3)));
    }
}
