namespace TinyClassify.Trainer.Dataset;

/// <summary>What a JPEG file makes of a picture: written as libjpeg does by default, read as the board's decoder does.</summary>
/// <remarks>
/// Entropy coding loses nothing, so only colours, chroma sampling, cosine transform and rounding are done here: some microseconds
/// a picture, the same bytes on every machine. Not to be shared by threads. Source: ITU-T T.81, annexes A and K; JFIF 1.02.
/// </remarks>
public sealed class JpegRoundTrip
{
    private readonly float[][] _planes = [[], [], []];
    private float[] _half = [];

    /// <param name="rgb">uint8 [size, size, 3]; changed in place.</param>
    /// <param name="quality">libjpeg's, 1 to 100.</param>
    /// <param name="halvesChroma">4:2:0, colours at half the height and width; otherwise 4:4:4.</param>
    public void Apply(Span<byte> rgb, int size, int quality, bool halvesChroma)
    {
        var unit = halvesChroma ? 2 * JpegBlocks.Side : JpegBlocks.Side;
        var side = (size + unit - 1) / unit * unit;
        Separate(rgb, size, side);
        JpegBlocks.Code(_planes[0], side, JpegBlocks.Luma(quality));
        for (var c = 1; c < 3; c++)
        {
            if (!halvesChroma)
            {
                JpegBlocks.Code(_planes[c], side, JpegBlocks.Chroma(quality));
                continue;
            }
            Halve(_planes[c], side);
            JpegBlocks.Code(_half, side / 2, JpegBlocks.Chroma(quality));
            Double(_planes[c], side, size);
        }
        Join(rgb, size, side);
    }

    private void Separate(ReadOnlySpan<byte> rgb, int size, int side)
    {
        for (var c = 0; c < 3; c++)
            if (_planes[c].Length < side * side)
                _planes[c] = new float[side * side];
        if (_half.Length < side * side / 4)
            _half = new float[side * side / 4];
        var (luma, blue, red) = (_planes[0], _planes[1], _planes[2]);
        for (var y = 0; y < side; y++)
        {
            // Beyond the right and the lower edge the last pixel is repeated.
            var row = rgb.Slice(Math.Min(y, size - 1) * size * 3, size * 3);
            for (var x = 0; x < side; x++)
            {
                var from = Math.Min(x, size - 1) * 3;
                var (r, g, b) = ((int)row[from], (int)row[from + 1], (int)row[from + 2]);
                var to = (y * side) + x;
                // 0.299, 0.587, 0.114 and so on times 2^16.
                luma[to] = ((19595 * r) + (38470 * g) + (7471 * b) + 32768) >> 16;
                blue[to] = ((-11059 * r) - (21709 * g) + (32768 * b) + (128 << 16) + 32767) >> 16;
                red[to] = ((32768 * r) - (27439 * g) - (5329 * b) + (128 << 16) + 32767) >> 16;
            }
        }
    }

    // The mean of 2x2 values; halves are rounded up in one column and down in the next, as libjpeg does.
    private void Halve(float[] plane, int side)
    {
        var half = side / 2;
        for (var y = 0; y < half; y++)
            for (var x = 0; x < half; x++)
            {
                var at = (2 * y * side) + (2 * x);
                var sum = (int)(plane[at] + plane[at + 1] + plane[at + side] + plane[at + side + 1]);
                _half[(y * half) + x] = (sum + 1 + (x & 1)) >> 2;
            }
    }

    // Each value lies a quarter of the way to the next sample: 3/4 of the near one and 1/4 of the far one, in both directions.
    private void Double(float[] plane, int side, int size)
    {
        var half = side / 2;
        var last = ((size + 1) / 2) - 1;
        for (var y = 0; y < size; y++)
        {
            var near = y / 2;
            var far = Math.Clamp((y & 1) == 0 ? near - 1 : near + 1, 0, last);
            for (var x = 0; x < size; x++)
            {
                var here = x / 2;
                var beside = Math.Clamp((x & 1) == 0 ? here - 1 : here + 1, 0, last);
                var sum = (3 * Blend(here)) + Blend(beside);
                plane[(y * side) + x] = (sum + 8) >> 4;
            }

            int Blend(int x) => (int)((3 * _half[(near * half) + x]) + _half[(far * half) + x]);
        }
    }

    private void Join(Span<byte> rgb, int size, int side)
    {
        var to = 0;
        for (var y = 0; y < size; y++)
            for (var at = y * side; at < (y * side) + size; at++, to += 3)
            {
                var (luma, blue, red) = ((int)_planes[0][at], (int)_planes[1][at] - 128, (int)_planes[2][at] - 128);
                // 1.402, 0.344136, 0.714136 and 1.772 times 2^16.
                rgb[to] = (byte)Math.Clamp(luma + (((91881 * red) + 32768) >> 16), 0, 255);
                rgb[to + 1] = (byte)Math.Clamp(luma + ((32768 - (22554 * blue) - (46802 * red)) >> 16), 0, 255);
                rgb[to + 2] = (byte)Math.Clamp(luma + (((116130 * blue) + 32768) >> 16), 0, 255);
            }
    }
}
