namespace TinyClassify.Trainer.Dataset;

/// <summary>Pixels of pictures by their number; may be read by several threads.</summary>
public interface IPixelSource
{
    /// <returns>The middle of a picture, uint8 [size, size, 3].</returns>
    ReadOnlySpan<byte> Square(int row, int size);

    /// <returns>A picture as it can be cropped.</returns>
    PixelView Whole(int row, int size);
}
