namespace TinyClassify.Trainer.Dataset;

/// <summary>Decoded pictures of a store: its squares as they are, whole ones with their middle cut out when it is asked
/// for.</summary>
public sealed class StoredPixels(PictureStore store) : IPixelSource
{
    public ReadOnlySpan<byte> Square(int row, int size)
    {
        var (width, height) = store.SizeOf(row);
        if (width == size && height == size)
            return store[row];
        var side = Math.Min(width, height);
        var square = new byte[size * size * 3];
        PictureCrop.Resize(
            new(store[row], width, height), new((width - side) / 2f, (height - side) / 2f, side, side), square, size,
            mirrored: false);
        return square;
    }

    public PixelView Whole(int row, int size)
    {
        var (width, height) = store.SizeOf(row);
        return new(store[row], width, height);
    }
}
