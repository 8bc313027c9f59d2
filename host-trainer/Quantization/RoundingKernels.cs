using System.Runtime.Intrinsics;

namespace TinyClassify.Trainer.Quantization;

/// <summary>Loops over all floats of a tensor: rounding to a grid, its gradient, and the extremes that a grid comes
/// from.</summary>
internal static unsafe class RoundingKernels
{
    private const int Lanes = 16;
    private const long ChunkFloats = 1 << 16;

    /// <summary>y = x clamped to the grid's ends and put on the grid.</summary>
    public static void Round(float* x, float* y, long count, QuantizationStep step, int threads) =>
        ForEachChunk(count, threads, (first, length) =>
        RoundChunk(x + first, y + first, length, step));

    /// <summary>dx = dy where x lies within the grid's ends, else 0.</summary>
    public static void Gradient(float* x, float* dy, float* dx, long count, QuantizationStep step, int threads) =>
        ForEachChunk(count, threads, (first, length) =>
        GradientChunk(x + first, dy + first, dx + first, length, step));

    /// <summary>As <see cref="Gradient"/>, and how the sum of y times dy moves with the ends of the grid's range.</summary>
    /// <returns>Sums of the gradients of the lower and of the upper end; the same on any number of threads.</returns>
    public static (double Lower, double Upper) LearnedGradient(float* x, float* dy, float* dx, long count, QuantizationStep step,
        int threads)
    {
        var partial = new (double Lower, double Upper)[(count + ChunkFloats - 1) / ChunkFloats];
        ForEachChunk(count, threads, (first, length) =>
        {
            for (var at = first; at < first + length; at += ChunkFloats)
                partial[at / ChunkFloats] = LearnedGradientChunk(x + at, dy + at, dx + at,
                    Math.Min(ChunkFloats, first + length - at), step);
        });
        return (partial.Sum(p => p.Lower), partial.Sum(p => p.Upper));
    }

    /// <returns>The least and the greatest value; not a number if one of the values is none.</returns>
    public static (float Least, float Greatest) Extremes(float* x, long count)
    {
        var least = Vector512.Create(float.PositiveInfinity);
        var greatest = Vector512.Create(float.NegativeInfinity);
        long i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            var values = Vector512.Load(x + i);
            least = Vector512.Min(least, values);
            greatest = Vector512.Max(greatest, values);
        }
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var lane = 0; lane < Lanes; lane++)
            (low, high) = (MathF.Min(low, least[lane]), MathF.Max(high, greatest[lane]));
        for (; i < count; i++)
            (low, high) = (MathF.Min(low, x[i]), MathF.Max(high, x[i]));
        return (low, high);
    }

    private static void RoundChunk(float* x, float* y, long count, QuantizationStep step)
    {
        var (low, high, scale) = (Vector512.Create(step.Lowest), Vector512.Create(step.Highest), Vector512.Create(step.Scale));
        long i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            var clamped = Vector512.Min(Vector512.Max(Vector512.Load(x + i), low), high);
            Vector512.Store(Vector512.Round(clamped / scale) * scale, y + i);
        }
        for (; i < count; i++)
            y[i] = MathF.Round(MathF.Min(MathF.Max(x[i], step.Lowest), step.Highest) / step.Scale) * step.Scale;
    }

    private static void GradientChunk(float* x, float* dy, float* dx, long count, QuantizationStep step)
    {
        var (low, high) = (Vector512.Create(step.Lowest), Vector512.Create(step.Highest));
        long i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            var values = Vector512.Load(x + i);
            var inside = Vector512.GreaterThanOrEqual(values, low) & Vector512.LessThanOrEqual(values, high);
            Vector512.Store(Vector512.Load(dy + i) & inside, dx + i);
        }
        for (; i < count; i++)
            dx[i] = x[i] >= step.Lowest && x[i] <= step.Highest ? dy[i] : 0;
    }

    // A value beyond an end moves with it; one within, by how far it was rounded: y = step * round(x / step), and the step is a
    // 255th of the range.
    private static (double Lower, double Upper) LearnedGradientChunk(float* x, float* dy, float* dx, long count,
        QuantizationStep step)
    {
        const float Steps = QuantizationStep.Steps;
        var (low, high, scale) = (Vector512.Create(step.Lowest), Vector512.Create(step.Highest), Vector512.Create(step.Scale));
        var (below, above, moved) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        long i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            var (values, gradient) = (Vector512.Load(x + i), Vector512.Load(dy + i));
            var (isBelow, isAbove) = (Vector512.LessThan(values, low), Vector512.GreaterThan(values, high));
            var within = Vector512.AndNot(gradient, isBelow | isAbove);
            Vector512.Store(within, dx + i);
            var inSteps = values / scale;
            (below, above) = (below + (gradient & isBelow), above + (gradient & isAbove));
            moved += within * (Vector512.Round(inSteps) - inSteps);
        }
        var (lower, upper, rounding) = ((double)Vector512.Sum(below), (double)Vector512.Sum(above), (double)Vector512.Sum(moved));
        for (; i < count; i++)
        {
            var isWithin = x[i] >= step.Lowest && x[i] <= step.Highest;
            dx[i] = isWithin ? dy[i] : 0;
            if (isWithin)
                rounding += dy[i] * (MathF.Round(x[i] / step.Scale) - (x[i] / step.Scale));
            else if (x[i] < step.Lowest)
                lower += dy[i];
            else
                upper += dy[i];
        }
        return (lower - (rounding / Steps), upper + (rounding / Steps));
    }

    private static void ForEachChunk(long count, int threads, Action<long, long> body)
    {
        var chunks = (int)((count + ChunkFloats - 1) / ChunkFloats);
        if (threads > 1 && chunks > 1)
            Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads },
                chunk => body(chunk * ChunkFloats, Math.Min(ChunkFloats, count - (chunk * ChunkFloats))));
        else
            body(0, count);
    }
}
