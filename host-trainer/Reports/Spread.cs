using System.Globalization;
using System.Text.Json.Serialization;

namespace TinyClassify.Trainer.Reports;

/// <summary>A figure over several runs.</summary>
/// <param name="Values">One a run, in the order of the seeds.</param>
public sealed record Spread(IReadOnlyList<double> Values)
{
    public double Mean => Values.Average();

    /// <summary>Standard deviation of the sample (n - 1); null for a single run.</summary>
    public double? Deviation => Values.Count < 2 ? null
        : Math.Sqrt(Values.Sum(v => (v - Mean) * (v - Mean)) / (Values.Count - 1));

    /// <summary>As a percentage, with its spread where there is one.</summary>
    [JsonIgnore]
    public string Percent => Deviation is { } deviation
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * Mean:F2} ± {100 * deviation:F2} %")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * Mean:F2} %");
}
