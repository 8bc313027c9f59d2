using TinyClassify.Tflite;
using TinyClassify.Runtime;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Evaluation;
using TinyClassify.Trainer.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Tests;

public class QuantizationTests
{
    [Theory]
    [InlineData(0f, 6f, -128)]
    [InlineData(-1f, 1f, 0)]
    [InlineData(-3f, -1f, 127)]
    [InlineData(2f, 5f, -128)]
    public void A_grid_covers_its_range_and_has_zero_on_it(float minimum, float maximum, int zeroPoint)
    {
        var step = QuantizationStep.Covering(minimum, maximum);
        Assert.InRange(step.ZeroPoint, zeroPoint - 1, zeroPoint + 1);
        Assert.True(step.Lowest <= Math.Min(minimum, 0) + step.Scale);
        Assert.True(step.Highest >= Math.Max(maximum, 0) - step.Scale);
    }

    [Fact]
    public void An_input_byte_is_on_the_input_grid_without_arithmetic()
    {
        for (var p = 0; p < 256; p++)
            Assert.Equal((p - 128) / 128f, QuantizationStep.Input.Scale * (p - 128 - QuantizationStep.Input.ZeroPoint));
    }

    [Fact]
    public void Gradients_pass_through_rounding_and_stop_outside_the_grid()
    {
        using var scope = NewDisposeScope();
        var step = QuantizationStep.Covering(0, 6);
        var input = tensor(new[] { -1f, 0.01f, 3.3f, 7f }).requires_grad_();
        var output = FakeQuantization.Activation(input, step);
        output.sum().backward();
        Assert.Equal([0f, 1f, 1f, 0f], input.grad!.data<float>().ToArray());
        Assert.Equal(0, output[0].item<float>());
        Assert.Equal(6, output[3].item<float>(), 5);
        Assert.Equal(MathF.Round(3.3f / step.Scale) * step.Scale, output[2].item<float>(), 5);
    }

    [Fact]
    public void Pooling_rounds_the_mean_of_bytes_half_away_from_zero()
    {
        using var scope = NewDisposeScope();
        // Means of bytes 2.5, -2.5 and 0.25 with zero point -3: real values are scale * (byte + 3). Half to even would give 2 and
        // -2.
        var step = new QuantizationStep(0.5f, -3);
        var bytes = tensor(new float[] { 2, 3, 2, 3, -2, -3, -3, -2, 0, 0, 1, 0 }).view(1, 3, 2, 2);
        var pooled = FakeQuantization.AveragePool((bytes + 3) * 0.5f, step) / 0.5f - 3;
        Assert.Equal([3f, -3f, 0f], pooled.data<float>().ToArray());
    }

    [Fact]
    public void Weights_lie_on_a_symmetric_grid_of_their_channel()
    {
        using var scope = NewDisposeScope();
        var weight = randn(5, 3, 3, 3);
        weight[2].zero_();
        var scale = WeightScales.PerChannel(weight, zeros(5), inputScale: 1);
        var integers = FakeQuantization.Weight(weight, scale.view(-1, 1, 1, 1)) / scale.view(-1, 1, 1, 1);
        Assert.True((integers - integers.round()).abs().max().item<float>() < 1e-3);
        Assert.Equal([127f, 127f, 0f, 127f, 127f], integers.flatten(1).abs().amax([1]).round().data<float>().ToArray());
    }

    [Fact]
    public void Folding_BatchNorm_keeps_the_networks_outputs()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var source = TinyNetworks.Random(TinyNetworks.Spec());
        var network = new QuantizedMobileNetV2(source, rangeMomentum: 1);
        var input = Inputs(TestImages.Patches(16), 16);
        network.train();
        network.forward(input);
        network.eval();
        var expected = source.forward(input);
        var difference = (expected - network.forward(input)).abs().max().item<float>();
        var range = (expected.max() - expected.min()).item<float>();
        // Eight bits an activation through a dozen layers: a few per cent of the range, where a wrong fold gives all of it.
        Assert.True(difference < 0.06 * range, $"largest difference {difference} in a range of {range}");
    }

    [Fact]
    public void Ranges_move_while_observing_and_stay_when_frozen()
    {
        using var scope = NewDisposeScope();
        var range = new ActivationRange("r", momentum: 0.5);
        range.train();
        range.forward(tensor(new[] { -1f, 3f }));
        Assert.Equal(QuantizationStep.Covering(-1, 3), range.Step);
        range.forward(tensor(new[] { -2f, 5f }));
        Assert.Equal(QuantizationStep.Covering(-1.5f, 4), range.Step);
        range.IsObserving = false;
        range.forward(tensor(new[] { -9f, 9f }));
        range.IsObserving = true;
        range.eval();
        range.forward(tensor(new[] { -9f, 9f }));
        Assert.Equal(QuantizationStep.Covering(-1.5f, 4), range.Step);
    }

    [Fact]
    public void The_exported_integers_compute_what_the_simulation_computes()
    {
        using var folder = new TemporaryFolder();
        var images = TestImages.Patches(200, seed: 21);
        using var network = Calibrated(images);
        File.WriteAllBytes(folder["model.tflite"], TfliteWriter.Write(GraphExport.ToGraph(network, "test")));
        var agreement = LogitAgreement.Measure(network, folder["model.tflite"], images, images.Count);
        Assert.True(agreement.LargestSingle <= 1, agreement.ToString());
        Assert.True(agreement.EqualSingle > 0.999, agreement.ToString());
        Assert.True(agreement.LargestDouble <= 4, agreement.ToString());
    }

    [Theory]
    [InlineData(0.0, 1.5f)]
    [InlineData(1e-12, 1.5f)]
    [InlineData(1e-12, -1.5f)]
    [InlineData(1e-7, 0.003f)]
    public void A_channel_that_died_in_training_is_exported_as_it_was_simulated(double weight, float bias)
    {
        using var folder = new TemporaryFolder();
        var images = TestImages.Patches(64, seed: 22);
        using var network = Calibrated(images, before: quantized =>
        {
            foreach (var unit in quantized.modules().OfType<QuantizedConvUnit>())
            {
                unit.Weight[0].fill_(weight);
                unit.Bias[0].fill_(bias);
            }
        });
        File.WriteAllBytes(folder["model.tflite"], TfliteWriter.Write(GraphExport.ToGraph(network, "dead channels")));
        var agreement = LogitAgreement.Measure(network, folder["model.tflite"], images, images.Count);
        Assert.True(agreement.LargestSingle <= 1, agreement.ToString());
        Assert.True(agreement.EqualSingle > 0.999, agreement.ToString());
    }

    [Fact]
    public void The_exported_file_carries_name_labels_input_contract_and_cost()
    {
        using var network = Calibrated(TestImages.Patches(32));
        using var model = ClassifierModel.Open(TfliteWriter.Write(GraphExport.ToGraph(network, "test name")), Rounding.Double);
        Assert.Equal("test name", model.Name);
        Assert.Equal(network.Spec.Classes, model.Labels);
        Assert.Equal((1 / 128f, 0), (model.InputScale, model.InputZeroPoint));
        Assert.Equal(new Models.NetworkCost(network.Spec).Macs, (long)model.Macs);
    }

    private static QuantizedMobileNetV2 Calibrated(ImageSet images, Action<QuantizedMobileNetV2>? before = null)
    {
        using var noGradient = no_grad();
        var network = new QuantizedMobileNetV2(TinyNetworks.Random(TinyNetworks.Spec()), rangeMomentum: 0.1);
        before?.Invoke(network);
        network.train();
        network.forward(Inputs(images, 32));
        network.eval();
        return network;
    }

    private static Tensor Inputs(ImageSet images, int count) => new BatchSource(images, 1, CPU).Plain(0, count).Inputs;
}
