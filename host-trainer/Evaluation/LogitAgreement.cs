using TinyClassify.Runtime;
using TinyClassify.Trainer.Dataset;
using TinyClassify.Trainer.Quantization;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Evaluation;

/// <summary>How far the integers of the file are from the simulation that was trained, in steps of the output scale.</summary>
/// <param name="Images">Images compared.</param>
/// <param name="LargestDouble">Largest difference of a logit, double rounding (TFLM, the board).</param>
/// <param name="LargestSingle">The same, single rounding (LiteRT), which is what the simulation rounds like.</param>
/// <param name="EqualSingle">Fraction of logits that are equal in single rounding, [0, 1].</param>
/// <param name="SameTopClass">Fraction of images with the same top class in double rounding, [0, 1].</param>
public sealed record LogitAgreement(int Images, int LargestDouble, int LargestSingle, double EqualSingle, double SameTopClass)
{
    public override string ToString() =>
        $"trained simulation against the file's integers, {Images:N0} validation images: largest difference of a logit "
        + $"{LargestSingle} steps (single rounding, {100 * EqualSingle:F2} % equal), {LargestDouble} steps (double rounding); "
        + $"same top class {100 * SameTopClass:F2} %";

    public static LogitAgreement Measure(QuantizedMobileNetV2 network, string model, ImageSet images, int count)
    {
        var file = File.ReadAllBytes(model);
        images = images.Draw(count, seed: 1); // Those of folders lie class by class.
        var expected = Simulate(network, images, count);
        var single = Compute(file, Rounding.Single, images, count);
        var twice = Compute(file, Rounding.Double, images, count);
        var equal = 0;
        var (largestSingle, largestDouble, sameTop) = (0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < expected[i].Length; c++)
            {
                largestSingle = Math.Max(largestSingle, Math.Abs(expected[i][c] - single[i][c]));
                largestDouble = Math.Max(largestDouble, Math.Abs(expected[i][c] - twice[i][c]));
                equal += expected[i][c] == single[i][c] ? 1 : 0;
            }
            sameTop += EngineEvaluation.ArgMax(expected[i]) == EngineEvaluation.ArgMax(twice[i]) ? 1 : 0;
        }
        return new(count, largestDouble, largestSingle, (double)equal / (count * expected[0].Length), (double)sameTop / count);
    }

    private static sbyte[][] Simulate(QuantizedMobileNetV2 network, ImageSet images, int count)
    {
        using var noGradient = no_grad();
        network.eval();
        // In float32 a sum now and then lands on the other side of a rounding boundary; the integers know no such error.
        network.to(ScalarType.Float64);
        var batches = new BatchSource(images, seed: 0, CPU);
        var step = network.Logits.Step;
        var results = new List<sbyte[]>(count);
        for (var first = 0; first < count; first += 250)
        {
            using var scope = NewDisposeScope();
            var logits = network.forward(batches.Plain(first, Math.Min(250, count - first)).Inputs.to_type(ScalarType.Float64));
            var values = logits.div(step.Scale).round().add(step.ZeroPoint).to_type(ScalarType.Int8);
            for (var i = 0; i < values.shape[0]; i++)
                results.Add(values[i].contiguous().data<sbyte>().ToArray());
        }
        network.to(ScalarType.Float32);
        return [.. results];
    }

    private static sbyte[][] Compute(byte[] file, Rounding rounding, ImageSet images, int count)
    {
        using var classifier = ClassifierModel.Open(file, rounding);
        return Enumerable.Range(0, count).Select(i =>
        {
            EngineEvaluation.Load(images.Image(i), classifier.Input);
            classifier.Invoke();
            return classifier.Output.ToArray();
        }).ToArray();
    }
}
