using TinyClassify.Trainer.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class BatchNormTests
{
    // 12 and 20 channels take four rows for one, 24 two, 64 fill whole vectors; 5 cannot be taken with 3 x 3 pixels.
    [Theory]
    [InlineData(8, 6, true)]
    [InlineData(12, 4, false)]
    [InlineData(20, 8, true)]
    [InlineData(24, 16, true)]
    [InlineData(64, 40, false)]
    [InlineData(144, 8, true)]
    public void Outputs_gradients_and_statistics_are_libtorchs(int channels, int size, bool clip)
    {
        using var scope = NewDisposeScope();
        manual_seed(channels);
        var (ours, theirs) = (Norm(channels), Norm(channels));
        var input = Input(4, channels, size).mul_(3).add_(2);
        var left = input.clone().requires_grad_();
        var right = input.clone().requires_grad_();
        var direction = Input(4, channels, size);

        Assert.True(BatchNormFunction.Takes(left));
        var actual = BatchNormFunction.Normalize(left, ours, clip);
        var expected = theirs.forward(right);
        expected = clip ? nn.functional.relu6(expected) : expected;
        (actual * direction).sum().backward();
        (expected * direction).sum().backward();

        AssertClose(expected, actual, 1e-5);
        AssertClose(right.grad!, left.grad!, 1e-4);
        AssertClose(theirs.weight!.grad!, ours.weight!.grad!, 1e-4);
        AssertClose(theirs.bias!.grad!, ours.bias!.grad!, 1e-4);
        AssertClose(theirs.running_mean!, ours.running_mean!, 1e-6);
        AssertClose(theirs.running_var!, ours.running_var!, 1e-5);
    }

    [Fact]
    public void Channels_that_never_vary_have_finite_outputs_and_gradients()
    {
        using var scope = NewDisposeScope();
        var input = full([4, 8, 8, 8], 1000f).permute(0, 3, 1, 2).requires_grad_();
        using var norm = Norm(8);
        var output = BatchNormFunction.Normalize(input, norm, clip: false);
        output.sum().backward();
        Assert.True(output.isfinite().all().item<bool>());
        Assert.True(input.grad!.isfinite().all().item<bool>());
    }

    [Theory]
    [InlineData(true, ScalarType.Float32)]
    [InlineData(false, ScalarType.Float32)]
    [InlineData(true, ScalarType.BFloat16)]
    public void What_is_not_a_number_stays_so(bool clip, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var norm = Norm(24);
        using var input = Input(4, 24, 8);
        input[1, 5, 3, 2] = float.NaN;
        var output = BatchNormFunction.Normalize(input.to_type(type), norm, clip).to_type(ScalarType.Float32);
        // The channel's mean is none either, and no other channel knows of it.
        Assert.True(output[.., 5].isnan().all().item<bool>());
        Assert.Equal(4 * 8 * 8, output.isnan().sum().item<long>());
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var input = Input(16, 24, 32);
        var threads = get_num_threads();
        try
        {
            set_num_threads(1);
            var alone = Run(input);
            set_num_threads(3);
            Assert.Equal(alone, Run(input));
        }
        finally
        {
            set_num_threads(threads);
        }

        static byte[] Run(Tensor input)
        {
            using var norm = Norm(24);
            var x = input.clone().requires_grad_();
            var y = BatchNormFunction.Normalize(x, norm, clip: true);
            y.sum().backward();
            return [.. y.detach().permute(0, 2, 3, 1).bytes, .. x.grad!.permute(0, 2, 3, 1).contiguous().bytes,
                .. norm.weight!.grad!.bytes];
        }
    }

    [Fact]
    public void Bfloat16_is_as_near_as_eight_bits_allow()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        var input = Input(4, 24, 16);
        var (single, half) = (Norm(24), Norm(24));
        var left = input.clone().requires_grad_();
        var right = input.to_type(ScalarType.BFloat16).detach().requires_grad_();
        var expected = BatchNormFunction.Normalize(left, single, clip: true);
        var actual = BatchNormFunction.Normalize(right, half, clip: true);
        Assert.Equal(ScalarType.BFloat16, actual.dtype);
        expected.pow(2).sum().backward();
        actual.to_type(ScalarType.Float32).pow(2).sum().backward();
        AssertClose(expected, actual.to_type(ScalarType.Float32), 0.01);
        AssertClose(single.weight!.grad!, half.weight!.grad!, 0.02);
        AssertClose(single.running_var!, half.running_var!, 0.01);
    }

    [Fact]
    public void A_strided_depthwise_convolution_is_the_same_in_bfloat16()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var unit = new ConvUnit(new("unit", 16, 16, Kernel: 3, Stride: 2, Groups: 16, HasActivation: true));
        var input = Input(8, 16, 12);
        var expected = unit.forward(input);
        var actual = unit.forward(input.to_type(ScalarType.BFloat16));
        Assert.Equal(expected.shape, actual.shape);
        AssertClose(expected, actual.to_type(ScalarType.Float32), 0.03);
    }

    [Fact]
    public void Other_layouts_and_types_are_left_to_libtorch()
    {
        using var scope = NewDisposeScope();
        Assert.False(BatchNormFunction.Takes(randn(2, 8, 4, 4)));
        Assert.False(BatchNormFunction.Takes(Input(2, 8, 4).to_type(ScalarType.Float64)));
        Assert.False(BatchNormFunction.Takes(Input(1, 5, 3)));
    }

    private static TorchSharp.Modules.BatchNorm2d Norm(int channels)
    {
        var norm = nn.BatchNorm2d(channels);
        using var noGradient = no_grad();
        // Wide enough that results lie above ReLU6's ceiling, too.
        norm.weight!.copy_(linspace(0.5, 5, channels));
        norm.bias!.copy_(linspace(1, -1, channels));
        norm.running_mean!.fill_(0.25);
        return norm;
    }

    private static Tensor Input(int images, int channels, int size) => randn(images, size, size, channels).permute(0, 3, 1, 2);

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        var difference = (expected - actual).abs().max().item<float>();
        var scale = Math.Max(1, expected.abs().max().item<float>());
        Assert.True(difference <= tolerance * scale, $"largest difference {difference}, largest value {scale}");
    }
}
