using TinyClassify.Trainer.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class RoundingTests
{
    [Theory]
    [InlineData(-1f, 3f, 8)]
    [InlineData(0f, 6f, 12)]
    [InlineData(-0.01f, 0.02f, 5)]
    public void One_pass_rounds_and_passes_gradients_as_the_operators_do(float minimum, float maximum, int channels)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var step = QuantizationStep.Covering(minimum, maximum);
        // Twice the range, so that some values are clamped at either end.
        var values = rand(3, 7, 7, channels).mul_(2 * (maximum - minimum)).add_(minimum - ((maximum - minimum) / 2)).permute(0,
            3, 1, 2);
        var left = values.clone().requires_grad_();
        var right = values.clone().requires_grad_();
        var direction = randn(values.shape);
        Assert.True(RoundingFunction.Takes(left));
        var actual = RoundingFunction.Round(left, step);
        var expected = FakeQuantization.Activation(right, step);
        (actual * direction).sum().backward();
        (expected * direction).sum().backward();

        // The operators add a rounding error back to the value, which may cost the last bit.
        Assert.True((actual - expected).abs().max().item<float>() <= 1e-6f * Math.Max(-minimum, maximum));
        Assert.True((actual / step.Scale).round().equal((expected / step.Scale).round()).all().item<bool>());
        Assert.True(left.grad!.equal(right.grad!).all().item<bool>());
    }

    [Fact]
    public void Extremes_are_found_wherever_they_are()
    {
        using var scope = NewDisposeScope();
        for (var at = 0; at < 75; at++)
        {
            var values = zeros(75);
            values[at] = -3;
            values[(at + 40) % 75] = 5;
            Assert.Equal((-3f, 5f), RoundingFunction.Extremes(values.view(1, 5, 3, 5).permute(0, 3, 1, 2)));
        }
    }

    [Fact]
    public void A_value_that_is_no_number_stays_visible_in_the_extremes()
    {
        using var scope = NewDisposeScope();
        var values = ones(1, 4, 4, 8);
        values[0, 2, 2, 3] = float.NaN;
        var (least, greatest) = RoundingFunction.Extremes(values.permute(0, 3, 1, 2));
        Assert.True(float.IsNaN(least) && float.IsNaN(greatest));
    }
}
