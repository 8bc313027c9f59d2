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

    [Theory]
    [InlineData(-1f, 3f, 8)]
    [InlineData(0f, 6f, 12)]
    [InlineData(-0.3f, 0f, 5)]
    public void One_pass_gives_the_gradients_of_learned_ends_as_the_operators_do(float minimum, float maximum, int channels)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var step = QuantizationStep.Covering(minimum, maximum);
        var values = rand(5, 67, 61, channels).mul_(2 * (maximum - minimum)).add_(minimum - ((maximum - minimum) / 2)).permute(0,
            3, 1, 2);
        var direction = randn(values.shape);
        var (left, leftEnds) = (values.clone().requires_grad_(), tensor(new[] { minimum, maximum }).requires_grad_());
        var (right, rightEnds) = (values.clone().requires_grad_(), tensor(new[] { minimum, maximum }).requires_grad_());
        (RoundingFunction.Round(left, step, leftEnds) * direction).sum().backward();
        (FakeQuantization.LearnedActivation(right, step, rightEnds) * direction).sum().backward();

        Assert.True(left.grad!.equal(right.grad!).all().item<bool>());
        var (actual, expected) = (leftEnds.grad!.data<float>().ToArray(), rightEnds.grad!.data<float>().ToArray());
        for (var end = 0; end < 2; end++)
            Assert.InRange(actual[end] - expected[end], -0.02f, 0.02f);
        Assert.True(Math.Abs(expected[0]) > 1 && Math.Abs(expected[1]) > 1);
    }

    [Fact]
    public void Learned_ends_move_as_the_rounded_values_do()
    {
        using var scope = NewDisposeScope();
        // What a slightly wider range makes of each value, its zero point kept: the derivative, but where a value jumps to
        // another code.
        const float Wider = 1e-3f;
        var values = rand(4000).mul_(3).sub_(1.5);
        var (before, after) = (new QuantizationStep(1f / 64, 20), new QuantizationStep((1f / 64) + (Wider / 255), 20));
        var ends = tensor(new[] { before.Lowest, before.Highest }).requires_grad_();
        var input = values.clone();
        FakeQuantization.LearnedActivation(input, before, ends).sum().backward();

        // The upper end moves by all of it: the step by a 255th, so that the lower end moves, too, where the zero point stays.
        var codes = (input / before.Scale).round().clamp(-128 - 20, 127 - 20);
        var moved = (codes * after.Scale) - (codes * before.Scale);
        var within = input.ge(before.Lowest).logical_and(input.le(before.Highest)).to_type(ScalarType.Float32);
        // Within the range the straight-through estimator has the value itself move along: only the rounding counts.
        var expected = ((moved / Wider) - (within * input / before.Scale / 255)).mul(within).sum()
            + input.gt(before.Highest).sum();
        Assert.Equal(expected.item<float>(), ends.grad![1].item<float>(), 0.05f);
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
