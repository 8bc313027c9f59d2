namespace TinyClassify.Trainer.Dataset;

/// <summary>Resizing, blur and noise on pictures of bytes. Not to be shared by threads.</summary>
internal sealed class PictureFilters
{
    private float[] _between = [];

    /// <summary>Enlarges bilinearly, shrinks by area averaging: as the board's decoder does.</summary>
    /// <param name="from">uint8 [fromSide, fromSide, 3].</param>
    /// <param name="to">Receives uint8 [toSide, toSide, 3].</param>
    public void Resize(ReadOnlySpan<byte> from, int fromSide, Span<byte> to, int toSide)
    {
        var weights = Weights(fromSide, toSide);
        if (_between.Length < fromSide * toSide * 3)
            _between = new float[fromSide * toSide * 3];
        for (var y = 0; y < fromSide; y++)
        {
            var row = from.Slice(y * fromSide * 3, fromSide * 3);
            for (var x = 0; x < toSide; x++)
            {
                var (first, share) = weights[x];
                float r = 0, g = 0, b = 0;
                for (var i = 0; i < share.Length; i++)
                {
                    var at = (first + i) * 3;
                    r += share[i] * row[at];
                    g += share[i] * row[at + 1];
                    b += share[i] * row[at + 2];
                }
                var target = ((y * toSide) + x) * 3;
                (_between[target], _between[target + 1], _between[target + 2]) = (r, g, b);
            }
        }
        var width = toSide * 3;
        for (var y = 0; y < toSide; y++)
        {
            var (first, share) = weights[y];
            var row = to.Slice(y * width, width);
            for (var x = 0; x < width; x++)
            {
                var sum = 0.5f;
                for (var i = 0; i < share.Length; i++)
                    sum += share[i] * _between[((first + i) * width) + x];
                row[x] = (byte)sum;
            }
        }
    }

    /// <summary>Each value becomes 1 - 2 * share of itself and share of each neighbour, in both directions.</summary>
    /// <param name="share">0 to 1/3.</param>
    public void Blur(Span<byte> rgb, int size, float share)
    {
        if (_between.Length < rgb.Length)
            _between = new float[rgb.Length];
        var width = size * 3;
        for (var i = 0; i < rgb.Length; i++)
        {
            var x = i % width;
            var (left, right) = (x < 3 ? i : i - 3, x >= width - 3 ? i : i + 3);
            _between[i] = ((1 - (2 * share)) * rgb[i]) + (share * (rgb[left] + rgb[right]));
        }
        for (var i = 0; i < rgb.Length; i++)
        {
            var (above, below) = (i < width ? i : i - width, i >= rgb.Length - width ? i : i + width);
            rgb[i] = (byte)(((1 - (2 * share)) * _between[i]) + (share * (_between[above] + _between[below])) + 0.5f);
        }
    }

    /// <summary>Adds to each byte a number of about a normal distribution.</summary>
    /// <param name="deviation">Of that distribution, in steps of a byte.</param>
    public static void AddNoise(Span<byte> rgb, float deviation, DeterministicRandom random)
    {
        // The sum of four uniform bytes has the mean 510 and the deviation sqrt(4 * (256^2 - 1) / 12).
        var factor = deviation / 147.8f;
        for (var i = 0; i < rgb.Length; i++)
        {
            var bits = random.Next();
            rgb[i] = Noisy(rgb[i], (uint)bits);
            if (++i < rgb.Length)
                rgb[i] = Noisy(rgb[i], (uint)(bits >> 32));
        }

        byte Noisy(byte value, uint bits)
        {
            var sum = (int)((bits & 255) + ((bits >> 8) & 255) + ((bits >> 16) & 255) + (bits >> 24));
            return (byte)Math.Clamp(value + (factor * (sum - 510)) + 0.5f, 0, 255);
        }
    }

    // For each place of the target: the first source value it takes from, and the shares of it and those that follow.
    private static (int First, float[] Shares)[] Weights(int from, int to)
    {
        var weights = new (int, float[])[to];
        for (var x = 0; x < to; x++)
            weights[x] = to > from ? Bilinear(x, from, to) : Area(x, from, to);
        return weights;
    }

    private static (int, float[]) Bilinear(int x, int from, int to)
    {
        var place = Math.Clamp(((x + 0.5f) * from / to) - 0.5f, 0, from - 1);
        var first = Math.Min((int)place, from - 2);
        return (first, [1 - (place - first), place - first]);
    }

    private static (int, float[]) Area(int x, int from, int to)
    {
        var (start, end) = ((float)x * from / to, (x + 1f) * from / to);
        var first = (int)start;
        var last = Math.Min((int)MathF.Ceiling(end), from) - 1;
        var shares = new float[last - first + 1];
        for (var i = first; i <= last; i++)
            shares[i - first] = (Math.Min(end, i + 1) - Math.Max(start, i)) * to / from;
        return (first, shares);
    }
}
