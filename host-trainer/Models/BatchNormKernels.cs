using System.Runtime.Intrinsics;

namespace TinyClassify.Trainer.Models;

/// <summary>What is added up over all rows, a channel at a time.</summary>
internal enum ChannelSums
{
    /// <summary>x - shift, and its square.</summary>
    Moments,

    /// <summary>dy, and dy * (x - shift).</summary>
    Gradients,

    /// <summary>As <see cref="Gradients"/>, where dy counts only if 0 &lt; scale * x + offset &lt; 6.</summary>
    ClippedGradients,
}

/// <summary>Tensors of the same shape in memory, [rows, channels], and how many threads may work on them.</summary>
/// <param name="x">What is normalised.</param>
/// <param name="dy">Gradient of the result; null where there is none yet.</param>
/// <param name="result">Receives what comes out; null where sums alone are wanted.</param>
internal readonly unsafe struct Rows(byte* x, byte* dy, byte* result, long count, int channels, int threads)
{
    public readonly byte* X = x;
    public readonly byte* Dy = dy;
    public readonly byte* Result = result;
    public readonly long Count = count;
    public readonly int Channels = channels;
    public readonly int Threads = threads;
}

/// <summary>scale * x + offset, clipped to [0, 6] if wanted; each of [channels].</summary>
internal sealed record ChannelLine(float[] Scale, float[] Offset, bool Clips);

/// <summary>The loops of batch normalisation with an optional ReLU6 behind it, over [rows, channels].</summary>
/// <typeparam name="T">Number format of the tensors; sums and constants are float and double.</typeparam>
/// <remarks>
/// With libtorch's own operators a normalised and clipped tensor travels through memory a dozen times a step; here it is seven
/// times. Rows are cut into chunks of a fixed size and partial sums are added in their order, so results do not depend on the
/// number of threads. Where channels are no multiple of a vector, several rows are taken for one wide one.
/// </remarks>
internal static unsafe class BatchNormKernels<T>
    where T : struct, ILanes
{
    public const float Ceiling = 6;

    private const int Lanes = 16;             // floats of a Vector512
    private const int ChunkFloats = 1 << 16;  // 256 KB: a core's second-level cache holds it
    private const int TileFloats = 1 << 12;   // sums of so many are kept in single precision, longer ones in double

    /// <summary>Whether <see cref="Reduce"/> and the others take a tensor of so many rows and channels.</summary>
    public static bool Takes(long rows, int channels) => channels <= 4096 && rows % RowsTogether(channels) == 0;

    /// <param name="shift">Near the mean of each channel.</param>
    /// <param name="line">What became of x, for <see cref="ChannelSums.ClippedGradients"/>.</param>
    /// <returns>Two sums of [channels].</returns>
    public static (double[] First, double[] Second) Reduce(ChannelSums what, Rows rows, float[] shift, ChannelLine line)
    {
        var channels = rows.Channels;
        var wide = channels * RowsTogether(channels);
        var constants = Constants(channels, shift, line.Scale, line.Offset);
        var partial = new double[Chunks(rows)][];
        ForEachChunk(rows, (chunk, part) => partial[chunk] = ReduceChunk(what, part, wide, constants));
        var sums = (First: new double[channels], Second: new double[channels]);
        foreach (var part in partial)
            for (var c = 0; c < wide; c++)
            {
                sums.First[c % channels] += part[c];
                sums.Second[c % channels] += part[wide + c];
            }
        return sums;
    }

    /// <summary>result = the line of x.</summary>
    public static void Apply(Rows rows, ChannelLine line)
    {
        var constants = Constants(rows.Channels, line.Scale, line.Offset);
        ForEachChunk(rows, (_, part) => ApplyChunk(part, constants, line.Clips));
    }

    /// <summary>result = scale * dy + slope * x + level, where dy counts only inside the clipping range if there is
    /// one.</summary>
    public static void ApplyGradient(Rows rows, ChannelLine line, float[] slope, float[] level)
    {
        var constants = Constants(rows.Channels, line.Scale, line.Offset, slope, level);
        ForEachChunk(rows, (_, part) => ApplyGradientChunk(part, constants, line.Clips));
    }

    // The loops stand in methods of their own: in a lambda every captured variable would be read again after each store.
    private static void ApplyChunk(Rows part, float[] constants, bool clip)
    {
        byte* x = part.X, y = part.Result;
        var (rows, wide) = (part.Count, part.Channels);
        var (low, high) = clip ? (0, Ceiling) : (float.NegativeInfinity, float.PositiveInfinity);
        var (floor, ceiling) = (Vector512.Create(low), Vector512.Create(high));
        fixed (float* scale = constants)
        {
            var offset = scale + wide;
            for (; rows > 0; rows--, x += wide * T.Bytes, y += wide * T.Bytes)
                for (var c = 0; c < wide; c += Lanes)
                {
                    var value = Vector512.FusedMultiplyAdd(T.Load(x + (c * T.Bytes)), Vector512.Load(scale + c),
                        Vector512.Load(offset + c));
                    // The second operand is what comes out where one is not a number: a NaN has to reach the loss.
                    T.Store(Vector512.MinNative(ceiling, Vector512.MaxNative(floor, value)), y + (c * T.Bytes));
                }
        }
    }

    private static void ApplyGradientChunk(Rows part, float[] constants, bool clip)
    {
        byte* x = part.X, dy = part.Dy, dx = part.Result;
        var (rows, wide) = (part.Count, part.Channels);
        fixed (float* scale = constants)
        {
            var offset = scale + wide;
            var slope = offset + wide;
            var level = slope + wide;
            var step = wide * T.Bytes;
            for (; rows > 0; rows--, x += step, dy += step, dx += step)
                for (var c = 0; c < wide; c += Lanes)
                {
                    var value = T.Load(x + (c * T.Bytes));
                    var gradient = T.Load(dy + (c * T.Bytes));
                    var factor = Vector512.Load(scale + c);
                    if (clip)
                        gradient &= Inside(value, factor, Vector512.Load(offset + c));
                    var result = Vector512.FusedMultiplyAdd(value, Vector512.Load(slope + c), Vector512.Load(level + c));
                    T.Store(Vector512.FusedMultiplyAdd(gradient, factor, result), dx + (c * T.Bytes));
                }
        }
    }

    private static Vector512<float> Inside(Vector512<float> x, Vector512<float> scale, Vector512<float> offset)
    {
        var value = Vector512.FusedMultiplyAdd(x, scale, offset);
        return Vector512.GreaterThan(value, Vector512<float>.Zero) & Vector512.LessThan(value, Vector512.Create(Ceiling));
    }

    private static double[] ReduceChunk(ChannelSums what, Rows part, int wide, float[] constants)
    {
        var sums = new double[2 * wide];
        var tile = Math.Max(1, TileFloats / wide);
        fixed (double* total = sums)
        fixed (float* shift = constants)
            for (var row = 0; row < part.Count; row += tile)
                for (var c = 0; c < wide; c += Lanes)
                {
                    var from = ((long)row * wide) + c;
                    var column = new Rows(
                        At(part.X, from), At(part.Dy, from), null, Math.Min(tile, part.Count - row), wide, threads: 1);
                    var (first, second) = SumColumn(what, column, shift + c);
                    AddTo(total + c, first);
                    AddTo(total + wide + c, second);
                }
        return sums;
    }

    // The constants of shift, scale and offset lie a row of channels apart.
    private static (Vector512<float> First, Vector512<float> Second) SumColumn(ChannelSums what, Rows column, float* shift)
    {
        byte* x = column.X, dy = column.Dy;
        var rows = column.Count;
        var step = column.Channels * T.Bytes;
        var first = Vector512<float>.Zero;
        var second = Vector512<float>.Zero;
        var k = Vector512.Load(shift);
        if (what == ChannelSums.Moments)
        {
            for (var row = 0; row < rows; row++, x += step)
            {
                var value = T.Load(x) - k;
                first += value;
                second = Vector512.FusedMultiplyAdd(value, value, second);
            }
            return (first, second);
        }
        var a = Vector512.Load(shift + column.Channels);
        var b = Vector512.Load(shift + (2 * column.Channels));
        for (var row = 0; row < rows; row++, x += step, dy += step)
        {
            var value = T.Load(x);
            var gradient = T.Load(dy);
            if (what == ChannelSums.ClippedGradients)
                gradient &= Inside(value, a, b);
            first += gradient;
            second = Vector512.FusedMultiplyAdd(gradient, value - k, second);
        }
        return (first, second);
    }

    private static void AddTo(double* total, Vector512<float> sums)
    {
        var (low, high) = Vector512.Widen(sums);
        Vector512.Store(Vector512.Load(total) + low, total);
        Vector512.Store(Vector512.Load(total + (Lanes / 2)) + high, total + (Lanes / 2));
    }

    // Of each chunk its number, and its rows as wide ones.
    private static void ForEachChunk(Rows rows, Action<int, Rows> body)
    {
        var wide = rows.Channels * RowsTogether(rows.Channels);
        var wideRows = rows.Count / RowsTogether(rows.Channels);
        var chunkRows = ChunkRows(wide);
        var (chunks, copy) = (Chunks(rows), rows);
        if (rows.Threads > 1 && chunks > 1)
            Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = rows.Threads },
                chunk => body(chunk, Part(chunk)));
        else
            for (var chunk = 0; chunk < chunks; chunk++)
                body(chunk, Part(chunk));

        Rows Part(int chunk)
        {
            var first = (long)chunk * chunkRows;
            return new(At(copy.X, first * wide), At(copy.Dy, first * wide), At(copy.Result, first * wide),
                Math.Min(chunkRows, wideRows - first), wide, threads: 1);
        }
    }

    private static int Chunks(Rows rows)
    {
        var together = RowsTogether(rows.Channels);
        var chunkRows = ChunkRows(rows.Channels * together);
        return (int)(((rows.Count / together) + chunkRows - 1) / chunkRows);
    }

    private static int ChunkRows(int wide) => Math.Max(1, ChunkFloats / wide);

    private static float[] Constants(int channels, params ReadOnlySpan<float[]> vectors)
    {
        var together = RowsTogether(channels);
        var all = new List<float>(vectors.Length * channels * together);
        foreach (var vector in vectors)
            all.AddRange(Repeat(vector, together));
        return [.. all];
    }

    private static byte* At(byte* tensor, long index) => tensor == null ? null : tensor + (index * T.Bytes);

    private static int RowsTogether(int channels)
    {
        var together = 1;
        while (channels * together % Lanes != 0)
            together *= 2;
        return together;
    }

    private static float[] Repeat(float[] values, int times)
    {
        if (times == 1)
            return values;
        var all = new float[values.Length * times];
        for (var i = 0; i < times; i++)
            values.CopyTo(all, i * values.Length);
        return all;
    }
}
