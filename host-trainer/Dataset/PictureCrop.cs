namespace TinyClassify.Trainer.Dataset;

/// <summary>Cuts a rectangle out of a picture and makes it a square of the network's size.</summary>
public static class PictureCrop
{
    private const int One = 1 << 8; // weights of neighbours, in 256ths

    /// <summary>A random rectangle of a picture, mirrored or not, as a square.</summary>
    /// <param name="target">Receives uint8 [size, size, 3].</param>
    public static void Random(
        PixelView whole, Span<byte> target, int size, AugmentRecipe recipe, bool mirrored, DeterministicRandom random)
    {
        Resize(whole, Draw(random, whole.Width, whole.Height, recipe.SmallestArea, recipe.LargestAspect), target, size, mirrored);
    }

    /// <summary>Draws a rectangle: its share of the picture's area evenly between a smallest one and all, its proportions evenly
    /// on a scale of logarithms.</summary>
    /// <param name="smallestArea">(0, 1].</param>
    /// <param name="largestAspect">Longer side by shorter side, 1 or more.</param>
    /// <returns>Within the picture.</returns>
    /// <remarks>Source: Szegedy et al. 2015, arXiv:1409.4842, section 6.</remarks>
    public static Rectangle Draw(
        DeterministicRandom random, int width, int height, double smallestArea, double largestAspect)
    {
        for (var tries = 0; tries < 10; tries++)
        {
            var area = width * (double)height * (smallestArea + ((1 - smallestArea) * random.NextDouble()));
            var aspect = Math.Exp(((2 * random.NextDouble()) - 1) * Math.Log(largestAspect));
            var (w, h) = (Math.Sqrt(area * aspect), Math.Sqrt(area / aspect));
            if (w <= width && h <= height)
                return new((float)((width - w) * random.NextDouble()), (float)((height - h) * random.NextDouble()), (float)w,
                    (float)h);
        }
        // Of a long picture none that is near to a square has so large a share: the middle, as the board takes it.
        var side = Math.Min(width, height);
        return new((width - side) / 2f, (height - side) / 2f, side, side);
    }

    /// <summary>Resizes a rectangle of a picture to a square, bilinear; where it shrinks to less than half, over means of whole
    /// pixels first.</summary>
    /// <param name="target">Receives uint8 [size, size, 3].</param>
    public static void Resize(PixelView picture, Rectangle crop, Span<byte> target, int size, bool mirrored)
    {
        var rgb = picture.Rgb;
        var (width, height) = (picture.Width, picture.Height);
        if (crop.Width > 2 * size && crop.Height > 2 * size)
        {
            Resize(new PixelView(Halved(rgb, width, height), width / 2, height / 2), crop.Halved(), target, size, mirrored);
            return;
        }
        // Of each column the place of its left neighbour and the right one's weight.
        Span<int> places = size <= 512 ? stackalloc int[size] : new int[size];
        Span<int> weights = size <= 512 ? stackalloc int[size] : new int[size];
        for (var x = 0; x < size; x++)
            (places[mirrored ? size - 1 - x : x], weights[mirrored ? size - 1 - x : x]) = Neighbour(
                crop.Left + (((x + 0.5f) * crop.Width / size) - 0.5f), width);
        var rowBytes = width * 3;
        var first = Math.Max(0, places[mirrored ? size - 1 : 0]) * 3;
        var last = Math.Min(width - 1, places[mirrored ? 0 : size - 1] + 1) * 3;
        var blended = new int[rowBytes];
        for (var y = 0; y < size; y++)
        {
            var (row, weight) = Neighbour(crop.Top + (((y + 0.5f) * crop.Height / size) - 0.5f), height);
            var upper = rgb.Slice(row * rowBytes, rowBytes);
            var lower = rgb.Slice(Math.Min(row + 1, height - 1) * rowBytes, rowBytes);
            for (var i = first; i < last + 3; i++)
                blended[i] = (upper[i] * (One - weight)) + (lower[i] * weight);
            var to = target.Slice(y * size * 3, size * 3);
            for (var x = 0; x < size; x++)
            {
                var here = places[x] * 3;
                var beside = Math.Min(here + 3, rowBytes - 3);
                var w = weights[x];
                to[3 * x] = Blend(blended[here], blended[beside], w);
                to[(3 * x) + 1] = Blend(blended[here + 1], blended[beside + 1], w);
                to[(3 * x) + 2] = Blend(blended[here + 2], blended[beside + 2], w);
            }
        }
    }

    private static byte Blend(int left, int right, int weight) =>
        (byte)(((left * (One - weight)) + (right * weight) + (One * One / 2)) >> 16);

    private static (int Place, int Weight) Neighbour(float at, int count)
    {
        at = Math.Clamp(at, 0, count - 1);
        var place = Math.Min((int)at, Math.Max(0, count - 2));
        return (place, (int)(((at - place) * One) + 0.5f));
    }

    private static byte[] Halved(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var (halfWidth, halfHeight) = (width / 2, height / 2);
        var half = new byte[halfWidth * halfHeight * 3];
        for (var y = 0; y < halfHeight; y++)
            for (var x = 0; x < halfWidth; x++)
                for (var c = 0; c < 3; c++)
                {
                    var from = (((2 * y * width) + (2 * x)) * 3) + c;
                    half[(((y * halfWidth) + x) * 3) + c] =
                        (byte)((rgb[from] + rgb[from + 3] + rgb[from + (width * 3)] + rgb[from + (width * 3) + 3] + 2) >> 2);
                }
        return half;
    }

    /// <summary>A part of a picture, pixels.</summary>
    public readonly record struct Rectangle(float Left, float Top, float Width, float Height)
    {
        internal Rectangle Halved() => new(Left / 2, Top / 2, Width / 2, Height / 2);
    }
}
