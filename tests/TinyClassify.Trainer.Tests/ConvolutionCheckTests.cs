using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Models;
using TinyClassify.Trainer.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

/// <summary>What a CPU multiplies is held to plain arithmetic.</summary>
public sealed class ConvolutionCheckTests
{
    /// <summary>Channel numbers that leave a vector of 16 half empty, with many inputs: a float library was seen to sum them
    /// wrongly.</summary>
    [Theory]
    [InlineData(96, 40)]
    [InlineData(160, 40)]
    [InlineData(288, 72)]
    [InlineData(100, 36)]
    [InlineData(40, 160)]
    public void A_pointwise_convolution_is_a_product_of_matrices(int input, int output)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var unit = new ConvUnit(new("unit", input, output, Kernel: 1, Stride: 1, Groups: 1, HasActivation: false));
        var pictures = randn(128, 8, 8, input).permute(0, 3, 1, 2);
        var given = unit.Convolve(pictures, unit.Conv.weight!).detach();
        var expected = matmul(pictures.permute(0, 2, 3, 1).to_type(ScalarType.Float64),
            unit.Conv.weight!.detach().to_type(ScalarType.Float64).flatten(1).t());
        Assert.True(given.permute(0, 2, 3, 1).to_type(ScalarType.Float64).allclose(expected, rtol: 1e-4, atol: 1e-4));
        Assert.True(given.permute(0, 2, 3, 1).is_contiguous()); // Channels stay last in memory.
    }

    [Fact]
    public void The_network_of_the_recipe_that_ships_is_computed_rightly()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network =
            new MobileNetV2(Recipe.Load(
            Recipe.DefaultPath).Network.ToSpec(Cifar10.ClassNames));
        network.train();
        ConvolutionCheck.Require(network, randn(128, 32, 32, 3).permute(0, 3, 1, 2), ScalarType.BFloat16);
        Assert.True(network.training);
    }

    [Fact]
    public void A_convolution_that_is_wrong_is_named_with_a_cure()
    {
        using var scope = NewDisposeScope();
        using var network = TinyNetworks.Random(TinyNetworks.Spec());
        // Weights beyond float's range: single and double precision part here as a wrong library parts from a right one.
        using (no_grad())
            network.Unit("head").Conv.weight!.fill_(3e38f);
        var error = Assert.Throws<InvalidDataException>(
            () => ConvolutionCheck.Require(network, randn(8, 16, 16, 3).permute(0, 3, 1, 2), ScalarType.Float32));
        Assert.Contains($"{network.Unit("head").InputChannels} to {network.Unit("head").OutputChannels} channels, 1x1",
            error.Message);
        Assert.Contains("ONEDNN_MAX_CPU_ISA=AVX2", error.Message);
    }
}
