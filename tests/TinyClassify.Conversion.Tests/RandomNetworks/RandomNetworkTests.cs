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
        long bytes = 0, different = 0;
        for (int seed = first; seed < first + count; seed++)
        {
            NetworkRecipe recipe = NetworkGenerator.Generate(seed);
            (string? defect, long total, long rounded) = Compare(recipe);
            if (defect is not null)
            {
                NetworkRecipe simplest = NetworkShrinker.Shrink(recipe, r => Compare(r).Defect is not null);
                Assert.Fail($"Seed {seed}: {defect}\nThe simplest network that fails: {simplest}\n{Compare(simplest).Defect}");
            }

            bytes += total;
            different += rounded;
        }

        log.WriteLine($"{count} networks from seed {first}: {different} of {bytes} output bytes differ from LiteRT's");
        Assert.True(different * 1000 <= bytes, $"{different} of {bytes} bytes differ; expected at most one in 1000.");
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

    private (string? Defect, long Bytes, long Different) Compare(NetworkRecipe recipe)
    {
        QuantizedGraph graph = recipe.Build()!;
        byte[] file = TfliteWriter.Write(graph);
        long bytes = 0, different = 0;
        try
        {
            for (int n = 0; n < Inputs; n++)
            {
                sbyte[] input = SmallGraphs.Inputs(graph, 1, seed: n + recipe.Height + (31 * recipe.Width));
                sbyte[] expected = liteRt.Run(file, input), seen = Engine.Run(file, input, Rounding.Single);
                if (expected.Length != seen.Length)
                    return ($"The engine gives {seen.Length} bytes; expected LiteRT's {expected.Length}.", bytes, different);
                bytes += seen.Length;
                if (expected.AsSpan().SequenceEqual(seen))
                    continue;
                different += expected.Zip(seen).Count(pair => pair.First != pair.Second);
                if (new Divergence(liteRt).Unexplained(graph, input) is string defect)
                    return (defect, bytes, different);
            }

            return (null, bytes, different);
        }
        catch (Exception refused) when (refused is InvalidDataException or TinyClassifyException)
        {
            return (refused.Message, bytes, different);
        }
    }
}
