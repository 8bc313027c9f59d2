using System.Globalization;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>The accuracy that a model's maker tells, and where; nobody can check a figure without its source.</summary>
/// <param name="Percent">Top-1, [0, 100].</param>
/// <param name="Source">A paper, a page, a log.</param>
public sealed record PublishedAccuracy(double Percent, string Source)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Percent.ToString("F2", CultureInfo.InvariantCulture)} % ({Describe.Printable(Source)})";

    /// <summary>How far a measured accuracy lies from it, in words.</summary>
    public string Compare(ModelAccuracy measured)
    {
        double points = measured.Percent - Percent;
        string size = Math.Abs(points).ToString("F2", CultureInfo.InvariantCulture);
        return $"measured {size} points {(points < 0 ? "below" : "above")}";
    }
}
