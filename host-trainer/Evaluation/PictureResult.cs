namespace TinyClassify.Trainer.Evaluation;

/// <summary>What the model says of one picture file.</summary>
/// <param name="TrueClass">Taken from the file's or the folder's name; null where it names none.</param>
/// <param name="Top">Best first.</param>
/// <param name="Scores">The output bytes, [-128, 127], in class order.</param>
/// <param name="Error">Why it could not be read, or null.</param>
public sealed record PictureResult(
    string Name, string? TrueClass, IReadOnlyList<PictureResult.Prediction> Top, IReadOnlyList<int> Scores, string? Error)
{
    /// <param name="Score">The output byte, [-128, 127].</param>
    public sealed record Prediction(string Label, int Score, int ProbabilityPermille);

    public override string ToString() => Error is not null
        ? $"{Name,-28} {Error}"
        : $"{Name,-28} {(TrueClass is null ? "     " : Top[0].Label == TrueClass ? "right" : "wrong")} "
            + string.Join("  ", Top.Select(p => $"{p.Label} {p.ProbabilityPermille / 10.0:F1} %"))
            + $"  scores {string.Join(' ', Scores)}";
}
