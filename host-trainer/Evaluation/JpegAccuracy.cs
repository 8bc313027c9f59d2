namespace TinyClassify.Trainer.Evaluation;

/// <summary>Top-1 accuracy on the test images saved as JPEG files, chroma 4:2:0.</summary>
/// <param name="Quality">libjpeg's, 1 to 90.</param>
/// <param name="Accuracy">[0, 1].</param>
public sealed record JpegAccuracy(int Quality, double Accuracy);
