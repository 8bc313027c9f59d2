namespace TinyClassify.Runtime;

/// <summary>How long one picture took.</summary>
/// <param name="Decode">From encoded bytes to the model's input and the preview.</param>
/// <param name="Invoke">From input to scores.</param>
public readonly record struct PictureTimes(TimeSpan Decode, TimeSpan Invoke);
