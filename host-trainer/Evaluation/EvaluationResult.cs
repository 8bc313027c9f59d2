using System.Text;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Evaluation;

/// <summary>One wrongly classified image.</summary>
/// <param name="Index">Position in the image set.</param>
/// <param name="ProbabilityPermille">That the model gave its wrong answer, [0, 1000].</param>
public sealed record Mistake(int Index, int TrueClass, int Predicted, int ProbabilityPermille);

/// <summary>Top-1 accuracy of a .tflite over labelled images.</summary>
/// <param name="Confusion">[true class][predicted class], counts.</param>
/// <param name="Mistakes">Wrongly classified images, the surest first.</param>
/// <param name="ImagesPerSecond">All threads together, this machine, not comparable between machines.</param>
public sealed record EvaluationResult(
    IReadOnlyList<string> ClassNames, int[][] Confusion, IReadOnlyList<Mistake> Mistakes, double ImagesPerSecond)
{
    public int Images => Confusion.Sum(row => row.Sum());

    public int Correct => Confusion.Select((row, c) => row[c]).Sum();

    /// <summary>[0, 1].</summary>
    public double Accuracy => (double)Correct / Images;

    /// <summary>The same images saved as JPEG files; empty where that was not measured.</summary>
    public IReadOnlyList<JpegAccuracy> Jpeg { get; init; } = [];

    public string Summary() =>
        $"top-1 {100 * Accuracy:F2} %: {Correct:N0} of {Images:N0} images right ({ImagesPerSecond:F0} images/s)"
        + string.Concat(Jpeg.Select(j => $"; as {JpegCopies.Name(j.Quality)} {100 * j.Accuracy:F2} %"));

    /// <summary>The confusion matrix as text: a row a true class, a column a predicted one.</summary>
    public string Table()
    {
        var width = Math.Max(10, ClassNames.Max(n => n.Length));
        var text = new StringBuilder("true \\ predicted".PadRight(width + 8));
        foreach (var name in ClassNames)
            text.Append(name.Length > 6 ? name[..6].PadLeft(7) : name.PadLeft(7));
        text.AppendLine();
        for (var c = 0; c < ClassNames.Count; c++)
        {
            var total = Confusion[c].Sum();
            text.Append(ClassNames[c].PadRight(width))
                .Append(total == 0 ? "       -" : $"{100.0 * Confusion[c][c] / total,6:F1} %");
            foreach (var n in Confusion[c])
                text.Append($"{n,7}");
            text.AppendLine();
        }
        return text.ToString();
    }
}
