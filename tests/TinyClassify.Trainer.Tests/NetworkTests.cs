using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class NetworkTests
{
    private const long PaperMacs = 15_448_512;

    [Fact]
    public void The_default_network_has_16_bottlenecks_within_the_papers_multiply_accumulates()
    {
        var spec = Recipe.Load(Recipe.DefaultPath).Network.ToSpec([.. Enumerable.Range(0, 10).Select(i => $"{i}")]);
        Assert.Equal(16, spec.Blocks.Count);
        Assert.Equal(32, spec.InputSize);
        Assert.InRange(new NetworkCost(spec).Macs, 1, PaperMacs);
    }

    [Fact]
    public void Multiply_accumulates_are_those_counted_by_hand()
    {
        var spec = new NetworkSpec(8, 4, 2, [new(true, 6, 5, 2, false)], 7, ["a", "b"]);
        var cost = new NetworkCost(spec);
        // stem 4x4x4 of 3x3x3; expand 4x4x6 of 4; depthwise 2x2x6 of 9; project 2x2x5 of 6; head 2x2x7 of 5; classifier 7x2.
        Assert.Equal([16 * 4 * 27, 16 * 6 * 4, 4 * 6 * 9, 4 * 5 * 6, 4 * 7 * 5, 14], cost.Layers.Select(l => l.Macs));
        Assert.Equal((4 * 27) + 4 + (6 * 4) + 6 + (6 * 9) + 6 + (5 * 6) + 5 + (7 * 5) + 7 + 14 + 2, cost.Parameters);
    }

    [Fact]
    public void Counted_parameters_are_those_of_the_modules_once_BatchNorm_is_folded()
    {
        var spec = TinyNetworks.Spec();
        using var network = new MobileNetV2(spec);
        var weights = network.named_parameters().Where(p => !p.name.Contains("norm")).Sum(p => p.parameter.numel());
        var biases = network.modules().OfType<ConvUnit>().Distinct().Sum(u => u.OutputChannels);
        Assert.Equal(new NetworkCost(spec).Parameters, weights + biases);
    }

    [Fact]
    public void Only_blocks_that_keep_shape_have_a_residual()
    {
        var spec = TinyNetworks.Spec();
        Assert.Equal([true, false, true], spec.Blocks.Select(b => b.HasResidual));
        Assert.Equal([false, true, true], spec.Blocks.Select(b => b.HasExpansion));
    }

    [Fact]
    public void Stride_two_pads_below_and_to_the_right_as_TFLite_does()
    {
        using var scope = NewDisposeScope();
        // Ones at the kernel's last tap only: output (y, x) is then input (2y + 2, 2x + 2), and 0 beyond the border.
        var weight = zeros(1, 1, 3, 3);
        weight[0, 0, 2, 2] = 1;
        var input = arange(16, dtype: ScalarType.Float32).view(1, 1, 4, 4);
        var output = SamePadding.Convolve(input, weight, null, kernel: 3, stride: 2, groups: 1);
        Assert.Equal([10f, 0f, 0f, 0f], output.data<float>().ToArray());
    }

    [Fact]
    public void A_network_survives_its_description()
    {
        var spec = TinyNetworks.Spec();
        Assert.Equal(spec.ToJson(), NetworkSpec.FromJson(spec.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("\"stemStride\": 1", "\"stemStride\": 3", "stride 3")]
    [InlineData("\"inputSize\": 16", "\"inputSize\": 4", "4")]
    [InlineData("\"expandedChannels\": 8", "\"expandedChannels\": 9", "9 channels")]
    public void A_description_that_cannot_be_built_is_refused_with_the_value_seen(string right, string wrong, string seen)
    {
        var json = TinyNetworks.Spec().ToJson();
        Assert.Contains(right, json);
        var error = Assert.Throws<InvalidDataException>(() => NetworkSpec.FromJson(json.Replace(right, wrong)));
        Assert.Contains(seen, error.Message);
    }
}
