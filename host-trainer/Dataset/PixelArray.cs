namespace TinyClassify.Trainer.Dataset;

/// <summary>Squares in memory.</summary>
/// <param name="pixels">uint8 [N, size, size, 3].</param>
public sealed class PixelArray(byte[] pixels, int size) : IPixelSource
{
    public ReadOnlySpan<byte> Square(int row, int wanted) => wanted == size
        ? pixels.AsSpan(row * size * size * 3, size * size * 3)
        : throw new ArgumentException(
            $"The pictures are of {size}x{size} pixels; asked for are {wanted}x{wanted}.", nameof(wanted));

    public PixelView Whole(int row, int wanted) => new(Square(row, wanted), size, size);
}
