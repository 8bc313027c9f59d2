using System.Diagnostics;
using TinyClassify.Runtime;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Evaluation;

/// <summary>Runs a .tflite through the C API over an image set.</summary>
public static class EngineEvaluation
{
    /// <param name="say">Receives a line now and then while it runs.</param>
    /// <exception cref="InvalidDataException">The model's input or classes do not fit the images.</exception>
    public static EvaluationResult OnImages(string model, ImageSet images, Rounding rounding, Action<string> say)
    {
        var file = File.ReadAllBytes(model);
        using (var probe = ClassifierModel.Open(file, rounding))
            RequireFit(probe, images, model);
        var confusion = images.ClassNames.Select(_ => new int[images.ClassNames.Count]).ToArray();
        var mistakes = new List<Mistake>();
        var done = 0;
        var clock = Stopwatch.StartNew();
        var reported = TimeSpan.Zero;
        Parallel.For(0, images.Count,
            () => ClassifierModel.Open(file, rounding),
            (i, _, classifier) =>
            {
                Load(images.Image(i), classifier.Input);
                classifier.Invoke();
                var predicted = ArgMax(classifier.Output);
                lock (confusion)
                {
                    confusion[images.Labels[i]][predicted]++;
                    if (predicted != images.Labels[i])
                        mistakes.Add(new(i, images.Labels[i], predicted, classifier.Top(1)[0].ProbabilityPermille));
                    done++;
                    if (clock.Elapsed - reported > TimeSpan.FromSeconds(10))
                    {
                        reported = clock.Elapsed;
                        var rate = done / reported.TotalSeconds;
                        say($"  {done:N0} of {images.Count:N0} images, {rate:F0} images/s, {(images.Count - done) / rate:F0} s "
                            + "left");
                    }
                }
                return classifier;
            },
            classifier => classifier.Dispose());
        var surest = mistakes.OrderByDescending(m => m.ProbabilityPermille).ThenBy(m => m.Index).ToArray();
        return new EvaluationResult(images.ClassNames, confusion, surest, images.Count / clock.Elapsed.TotalSeconds);
    }

    /// <summary>As <see cref="OnImages"/>, over the same images saved as JPEG files of each of <see
    /// cref="JpegCopies.Qualities"/>.</summary>
    public static IReadOnlyList<JpegAccuracy> OnJpegs(string model, ImageSet images, Rounding rounding, Action<string> say) =>
        [.. JpegCopies.Qualities.Select(quality =>
            new JpegAccuracy(quality, OnImages(model, JpegCopies.Of(images, quality), rounding, say).Accuracy))];

    /// <returns>Height and width of the model's input, pixels.</returns>
    /// <exception cref="InvalidDataException">The input is not square.</exception>
    public static int InputSize(string model)
    {
        using var classifier = ClassifierModel.Open(model);
        return classifier.InputHeight == classifier.InputWidth
            ? classifier.InputHeight
            : throw new InvalidDataException(
                $"{model} takes {classifier.InputWidth}x{classifier.InputHeight} pixels; square inputs are evaluated.");
    }

    /// <summary>A picture's byte p goes in as p - 128.</summary>
    public static void Load(ReadOnlySpan<byte> image, Span<sbyte> input)
    {
        for (var i = 0; i < image.Length; i++)
            input[i] = (sbyte)(image[i] - 128);
    }

    /// <returns>The first of the largest scores, as the C API counts.</returns>
    public static int ArgMax(ReadOnlySpan<sbyte> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best])
                best = i;
        return best;
    }

    public static void RequireFit(ClassifierModel model, ImageSet images, string path)
    {
        if (model.InputHeight != images.Size || model.InputWidth != images.Size || model.ClassCount != images.ClassNames.Count)
            throw new InvalidDataException(
                $"{path} takes {model.InputWidth}x{model.InputHeight} pixels and has {model.ClassCount} classes; the images are "
                + $"{images.Size}x{images.Size} with {images.ClassNames.Count} classes.");
    }
}
