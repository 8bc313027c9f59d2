namespace TinyClassify.Trainer.Reports;

/// <summary>A linear axis between round numbers.</summary>
/// <param name="From">Where <paramref name="Lowest"/> is drawn, pixels.</param>
/// <param name="To">Where <paramref name="Highest"/> is drawn, pixels.</param>
internal sealed record Axis(double Lowest, double Highest, double Step, double From, double To)
{
    private const int Intervals = 7;

    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round((Highest - Lowest) / Step) + 1)
        .Select(i => Lowest + (i * Step));

    /// <param name="values">At least one; all lie within, the largest below the end.</param>
    /// <param name="limit">What no value can be beyond, such as 100 for per cent: the axis ends there.</param>
    public static Axis Covering(IEnumerable<double> values, double from, double to, double limit = double.PositiveInfinity)
    {
        var (lowest, highest) = (values.Min(), values.Max());
        var raw = Math.Max(highest - lowest, Math.Max(Math.Abs(highest) * 0.01, 1e-6)) / Intervals;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * new[] { 1, 2, 5, 10 }.First(f => f * power >= raw);
        var bottom = Math.Floor(lowest / step) * step;
        var top = Math.Min((Math.Floor(highest / step) + 1) * step, limit);
        // A single value at the limit has nothing above it: the axis shows what is below.
        return new(top > bottom ? bottom : top - step, top, step, from, to);
    }

    public double At(double value) => From + ((value - Lowest) / (Highest - Lowest) * (To - From));
}
