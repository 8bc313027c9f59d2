namespace TinyClassify.Runtime;

/// <summary>One class of an answer.</summary>
/// <param name="ClassIndex">[0, ClassCount).</param>
/// <param name="Label">The class's name; empty where the model file carries none.</param>
/// <param name="Score">The output byte, [-128, 127].</param>
/// <param name="ProbabilityPermille">[0, 1000]; integer arithmetic, equal on every machine.</param>
public readonly record struct Prediction(int ClassIndex, string Label, int Score, int ProbabilityPermille);
