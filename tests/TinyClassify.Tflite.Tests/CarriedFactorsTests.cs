using System.Text;
using TinyClassify.Runtime;

namespace TinyClassify.Tflite.Tests;

/// <summary>The factors that a file carries are bit for bit those that the engine works out, or they are not used.</summary>
public sealed class CarriedFactorsTests
{
    public static TheoryData<string> Kinds => [.. SmallGraphs.Kinds];

    [Theory]
    [InlineData(0.5, 1 << 30, 0)]
    [InlineData(0.75, 3 << 29, 0)]
    [InlineData(1.0, 1 << 30, 1)]
    [InlineData(0.99999999999, 1 << 30, 1)]
    [InlineData(1.0 / 3, 1431655765, -1)]
    [InlineData(1e-12, 0, -1)]
    public void A_factor_has_31_bits(double factor, int multiplier, int shift) =>
        Assert.Equal(new FixedPointFactor(multiplier, shift), FixedPointFactor.Of(factor));

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(1073741824.0)]
    public void A_factor_out_of_range_is_refused(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPointFactor.Of(factor));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_engine_takes_every_factor_from_the_file(string kind)
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            QuantizedGraph graph = SmallGraphs.Of(kind, seed);
            byte[] with = TfliteWriter.Write(graph), without = TfliteWriter.Write(graph, FactorPlace.Ram);
            Assert.Null(CarriedFactors.Describe(TfliteReader.Read(without)));
            int saved = Saved(with, without), channels = Channels(graph);
            Assert.InRange(with.Length - without.Length, 5 * channels, (5 * channels) + (4 * graph.Operators.Length) + 128);
            Assert.InRange(saved, (5 * channels) - 15, (5 * channels) + (3 * graph.Operators.Length) + 15);
            sbyte[] inputs = SmallGraphs.Inputs(graph, count: 2, seed);
            foreach (Rounding rounding in Enum.GetValues<Rounding>())
                Assert.Equal(Engine.Run(without, inputs, rounding), Engine.Run(with, inputs, rounding));
        }
    }

    [Fact]
    public void A_single_scale_is_multiplied_in_float32_as_the_engine_does()
    {
        // The product with this scale, no power of two, has more bits than float32 keeps.
        var input = new QuantizedTensor("input", [1, 4, 4, 3], 0.0071f, 0);
        var output = new QuantizedTensor("output", [1, 40], 0.05f, 0);
        var layer = new FullyConnected(
            input, output, SmallGraphs.Weights(new Random(3), [40, 48], 40, perChannel: false), FusedActivation.None);
        var graph = new QuantizedGraph("one layer", [], input, [layer], output);
        Assert.InRange(Saved(TfliteWriter.Write(graph), TfliteWriter.Write(graph, FactorPlace.Ram)), 5 * 40 - 15, 5 * 40 + 18);
    }

    [SkippableFact]
    public void The_committed_model_carries_its_factors()
    {
        string path = RepositoryRoot.Combine("native-interop", "model", "classifier.tflite");
        Skip.IfNot(File.Exists(path), "native-interop/model/classifier.tflite does not exist: train it first");
        byte[] file = File.ReadAllBytes(path);
        Skip.If(CarriedFactors.Describe(TfliteReader.Read(file)) is null,
            "The committed model was written before files carried factors.");
        QuantizedGraph graph = TfliteReader.ReadGraph(file);
        Assert.InRange(Saved(file, Hide(file)), 5 * Channels(graph), (5 * Channels(graph)) + (3 * graph.Operators.Length) + 15);
    }

    [Fact]
    public void Damage_is_told_and_changes_no_score()
    {
        QuantizedGraph graph = SmallGraphs.Classifier(["cat", "dog"]);
        byte[] file = TfliteWriter.Write(graph);
        byte[] entry = CarriedFactors.Write(graph);
        sbyte[] inputs = SmallGraphs.Inputs(graph, count: 3, seed: 4), scores = Engine.Run(file, inputs, Rounding.Double);
        int start = file.AsSpan().IndexOf(entry);
        Assert.True(start > 0 && start % 16 == 0, $"The entry starts at {start}; expected a multiple of 16.");
        for (int i = 0; i < entry.Length; i++)
        {
            byte[] damaged = [.. file];
            damaged[start + i] ^= 0x40;
            Assert.Equal(scores, Engine.Run(damaged, inputs, Rounding.Double));
            Assert.StartsWith("carried, but not", CarriedFactors.Describe(TfliteReader.Read(damaged)), StringComparison.Ordinal);
        }

        Assert.StartsWith("carried for flash", CarriedFactors.Describe(TfliteReader.Read(file)), StringComparison.Ordinal);
        Assert.Null(CarriedFactors.Describe(TfliteReader.Read(Hide(file))));
    }

    private static int Saved(byte[] with, byte[] without) =>
        ClassifierModel.Measure(without).StateBytes - ClassifierModel.Measure(with).StateBytes;

    private static int Channels(QuantizedGraph graph) =>
        (CarriedFactors.Write(graph).Length - 16 - (4 * graph.Operators.Length)) / 5;

    // The same file under a name that nobody asks for.
    private static byte[] Hide(byte[] file)
    {
        byte[] hidden = [.. file];
        int name = hidden.AsSpan().IndexOf(Encoding.ASCII.GetBytes(MetadataNames.Requantization));
        Assert.True(name > 0, "The file has no entry for the factors.");
        hidden[name] = (byte)'T';
        return hidden;
    }
}
