using System.Globalization;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>How many of a data set's pictures a model names rightly.</summary>
public sealed record ModelAccuracy(string Data, int Right, int Pictures)
{
    /// <summary>Top-1, [0, 100].</summary>
    public double Percent => 100.0 * Right / Pictures;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Percent.ToString("F2", CultureInfo.InvariantCulture)} % ({Describe.Number(Right)} of {Describe.Number(Pictures)})";
}
