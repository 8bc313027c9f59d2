namespace TinyClassify.Conversion.Tests;

public sealed class RandomNetworkTests(LiteRt liteRt) : IClassFixture<LiteRt>
{
    [SkippableFact]
    public void LiteRT_runs_them()
    {
        var failures = new List<string>();
        var kinds = new Dictionary<string, int>();
        long saturated = 0, total = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            NetworkRecipe recipe = NetworkGenerator.Generate(seed);
            QuantizedGraph graph = recipe.Build()!;
            foreach (QuantizedOperator op in graph.Operators)
                kinds[op.Kind] = kinds.GetValueOrDefault(op.Kind) + 1;
            byte[] file = TfliteWriter.Write(graph);
            Assert.Equal(file, TfliteWriter.Write(TfliteReader.ReadGraph(file)));
            try
            {
                sbyte[] o = liteRt.Run(file, SmallGraphs.Inputs(graph, 2, seed));
                total += o.Length;
                saturated += o.Count(v => v is 127 or -128);
            }
            catch (InvalidDataException e)
            {
                failures.Add($"{seed}: {recipe}\n   {e.Message}");
            }
        }
        Assert.Fail(string.Join("; ", kinds) + $" saturated {saturated} of {total}\n" + string.Join("\n", failures));
    }
}
