using TinyClassify.Runtime;
using Xunit.Abstractions;

namespace TinyClassify.Tflite.Tests;

/// <summary>
/// Random small networks through writer, reader, all kernels of the engine in all roundings, and LiteRT. A few hundred as a rule;
/// for more, one command: TINYCLASSIFY_RANDOM_NETWORKS=10000 TINYCLASSIFY_RANDOM_SEED=1 dotnet test
/// tests/TinyClassify.Tflite.Tests --filter RandomNetwork TINYCLASSIFY_RANDOM_LOG names a file that receives a line every 100
/// networks.
/// </summary>
public sealed class RandomNetworkTests(LiteRt liteRt, ITestOutputHelper log) : IClassFixture<LiteRt>
{
    [SkippableFact]
    public void Random_networks_compute_the_same_in_all_kernels_and_in_LiteRT()
    {
        int count = Setting.Integer("TINYCLASSIFY_RANDOM_NETWORKS", 300), first = Setting.Integer("TINYCLASSIFY_RANDOM_SEED", 1);
        string? progress = Environment.GetEnvironmentVariable("TINYCLASSIFY_RANDOM_LOG");
        var comparison = new NetworkComparison(liteRt);
        for (int seed = first; seed < first + count; seed++)
        {
            NetworkRecipe recipe = NetworkGenerator.Generate(seed);
            if (comparison.Defect(recipe) is string defect)
            {
                NetworkRecipe simplest = NetworkShrinker.Shrink(recipe, r => comparison.Defect(r) is not null);
                Assert.Fail($"Seed {seed}: {defect}\nThe simplest network that fails: {simplest}\n{comparison.Defect(simplest)}");
            }

            if (progress is not null && comparison.Networks % 100 == 0)
                File.AppendAllText(progress, Summary(first, comparison) + "\n");
        }

        log.WriteLine(Summary(first, comparison));
    }

    [Fact]
    public void Random_networks_hold_inverted_residual_blocks_of_every_kind()
    {
        NetworkRecipe[] recipes = [.. Enumerable.Range(1, 300).Select(NetworkGenerator.Generate)];
        foreach ((int stride, bool residual) in new[] { (1, false), (1, true), (2, false) })
            Assert.True(recipes.Count(r => HasBlock(r, stride, residual)) >= 5, $"stride {stride}, residual {residual}");
    }

    [Fact]
    public void Random_networks_read_back_to_the_same_bytes_and_open_in_every_rounding()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            QuantizedGraph graph = NetworkGenerator.Generate(seed).Build()!;
            byte[] file = TfliteWriter.Write(graph);
            Assert.Equal(file, TfliteWriter.Write(TfliteReader.ReadGraph(file)));
            foreach (Rounding rounding in Enum.GetValues<Rounding>())
            {
                using ClassifierModel model = ClassifierModel.Open(file, rounding);
                Assert.Equal(graph.Macs, model.Macs);
            }
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

    private static bool HasBlock(NetworkRecipe recipe, int stride, bool residual) =>
        Enumerable.Range(0, Math.Max(0, recipe.Operators.Length - (residual ? 3 : 2))).Any(i =>
            recipe.Operators[i] is { Kind: "CONV_2D", KernelHeight: 1, KernelWidth: 1 }
            && recipe.Operators[i + 1] is { Kind: "DEPTHWISE_CONV_2D", KernelHeight: 3, KernelWidth: 3 } depthwise
            && depthwise.StrideHeight == stride && depthwise.StrideWidth == stride
            && recipe.Operators[i + 2] is { Kind: "CONV_2D", KernelHeight: 1, KernelWidth: 1 }
            && (!residual || recipe.Operators[i + 3] is { Kind: "ADD", Back: 3 }));

    private static string Summary(int first, NetworkComparison comparison) =>
        $"{comparison.Networks} networks from seed {first}: plain, PC and Cortex-M7 kernels equal in three roundings; "
        + $"{comparison.Bytes} output " +
        $"bytes equal LiteRT's, {comparison.PartedAtSoftmax} networks part from it at a SOFTMAX, by 1";
}
