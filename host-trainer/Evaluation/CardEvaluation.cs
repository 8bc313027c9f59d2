using System.Globalization;
using TinyClassify.Naming;
using TinyClassify.Runtime;
using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Evaluation;

/// <summary>Classifies picture files as the board does: decoded, cropped and resized by the native code.</summary>
public static class CardEvaluation
{
    private static readonly string[] s_extensions = [".jpg", ".jpeg", ".png", ".bmp"];

    /// <returns>A result for each picture, in name order.</returns>
    /// <exception cref="InvalidDataException">There is no such folder, or no picture in it.</exception>
    public static IReadOnlyList<PictureResult> OnFolder(string model, string folder, Rounding rounding)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"There is no folder {folder}.");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => s_extensions.Contains(Path.GetExtension(f).ToLowerInvariant()))
            .OrderBy(f => Path.GetRelativePath(folder, f), StringComparer.Ordinal)
            .ToArray();
        if (files.Length == 0)
            throw new InvalidDataException($"{folder} holds no pictures ({string.Join(", ", s_extensions)}).");
        using var classifier = ClassifierModel.Open(File.ReadAllBytes(model), rounding);
        var rule = new TrueClass([.. classifier.Labels]);
        return files.Select(file => Classify(classifier, rule, file, Path.GetRelativePath(folder, file))).ToArray();
    }

    public static string Summary(IReadOnlyList<PictureResult> pictures)
    {
        var named = pictures.Where(p => p.TrueClass is not null && p.Error is null).ToArray();
        var right = named.Count(p => p.Top[0].Label == p.TrueClass);
        var failed = pictures.Count(p => p.Error is not null);
        return $"{HtmlPage.Count(pictures.Count, "picture")}, {right} of {named.Length} with a known class right, {failed} "
            + "unreadable";
    }

    private static PictureResult Classify(ClassifierModel classifier, TrueClass rule, string file, string name)
    {
        var truth = rule.Find(Path.GetFileName(name), Path.GetFileName(Path.GetDirectoryName(name)) ?? "");
        var trueClass = truth == TrueClass.Unknown ? null : classifier.Labels[truth];
        try
        {
            using var stream = File.OpenRead(file);
            classifier.ClassifyPicture(stream);
            var scores = classifier.Output.ToArray().Select(s => (int)s).ToArray();
            var top = classifier.Top(Math.Min(3, classifier.ClassCount))
                .Select(p => new PictureResult.Prediction(LabelOf(classifier, p.ClassIndex), p.Score, p.ProbabilityPermille))
                .ToArray();
            return new(name, trueClass, top, scores, null);
        }
        catch (TinyClassifyException e)
        {
            return new(name, trueClass, [], [], e.Message);
        }
    }

    private static string LabelOf(ClassifierModel classifier, int index) =>
        classifier.Labels[index] is { Length: > 0 } label ? label : index.ToString(CultureInfo.InvariantCulture);
}
