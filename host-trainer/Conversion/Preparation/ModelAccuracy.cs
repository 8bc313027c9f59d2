namespace TinyClassify.Conversion;

/// <summary>How many of a data set's pictures a model names rightly.</summary>
public sealed record ModelAccuracy(string Data, int Right, int Pictures);
