using TinyClassify.Runtime;
using Xunit.Abstractions;

namespace TinyClassify.Conversion.Tests;

/// <summary>
/// Random small networks through writer, reader, engine and LiteRT. A few hundred as a rule; for more, one command:
/// TINYCLASSIFY_RANDOM_NETWORKS=10000 TINYCLASSIFY_RANDOM_SEED=1 dotnet test --filter RandomNetwork
/// </summary>
public sealed class RandomNetworkTests(LiteRt liteRt, ITestOutputHelper log) : IClassFixture<LiteRt>
{
    private const int Inputs = 2;

    [SkippableFact]
    public void Random_networks_compute_the_same_in_the_engine_as_in_LiteRT()
    {
        int count = Setting.Integer("TINYCLASSIFY_RANDOM_NETWORKS", 300), first = Setting.Integer("TINYCLASSIFY_RANDOM_SEED", 1);
        long bytes = 0;
        for (int seed = first; seed < first + count; seed++)
        {
            NetworkRecipe recipe = NetworkGenerator.Generate(seed);
            (string? defect, long total) = Compare(recipe);
            if (defect is not null)
            {
                NetworkRecipe simplest = NetworkShrinker.Shrink(recipe, r => Compare(r).Defect is not null);
                Assert.Fail($"Seed {seed}: {defect}\nThe simplest network that fails: {simplest}\n{Compare(simplest).Defect}");
            }

            bytes += total;
        }

        log.WriteLine($"{count} networks from seed {first}: {bytes} output bytes equal LiteRT's");
    }

    [Fact]
    public void Random_networks_read_back_to_the_same_bytes_and_open_in_both_roundings()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            QuantizedGraph graph = NetworkGenerator.Generate(seed).Build()!;
            byte[] file = TfliteWriter.Write(graph);
            Assert.Equal(file, TfliteWriter.Write(TfliteReader.ReadGraph(file)));
            using ClassifierModel twice = ClassifierModel.Open(file, Rounding.Double);
            using ClassifierModel once = ClassifierModel.Open(file, Rounding.Single);
            Assert.Equal((graph.Macs, graph.Macs), (twice.Macs, once.Macs));
        }
    }

    [Fact]
    public void Shrinking_finds_the_one_operator_that_matters()
    {
        NetworkRecipe[] withSum = [.. Enumerable.Range(1, 200).Select(NetworkGenerator.Generate)
            .Where(r => r.Operators.Length > 3 && r.Operators.Any(o => o.Kind == "ADD"))];
        Assert.NotEmpty(withSum);
        foreach (NetworkRecipe recipe in withSum)
        {
            NetworkRecipe simplest = NetworkShrinker.Shrink(recipe, r => r.Operators.Any(o => o.Kind == "ADD"));
            Assert.Equal("ADD", Assert.Single(simplest.Operators).Kind);
            Assert.Equal((1, 1, 1), (simplest.Height, simplest.Width, simplest.Channels));
        }
    }

    private (string? Defect, long Bytes) Compare(NetworkRecipe recipe)
    {
        QuantizedGraph graph = recipe.Build()!;
        byte[] file = TfliteWriter.Write(graph);
        try
        {
            sbyte[] input = SmallGraphs.Inputs(graph, Inputs, seed: recipe.Height + (31 * recipe.Width));
            sbyte[] expected = liteRt.Run(file, input), seen = Engine.Run(file, input, Rounding.Float);
            int at = expected.AsSpan().CommonPrefixLength(seen);
            return at == expected.Length && at == seen.Length ? (null, at) : ($"byte {at}: LiteRT {expected[at]}, engine {seen[at]}", at);
        }
        catch (Exception refused) when (refused is InvalidDataException or TinyClassifyException)
        {
            return (refused.Message, 0);
        }
    }
}
