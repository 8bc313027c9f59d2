namespace TinyClassify.Trainer.Dataset;

/// <summary>A picture of any proportions.</summary>
/// <param name="rgb">uint8 [height, width, 3].</param>
public readonly ref struct PixelView(ReadOnlySpan<byte> rgb, int width, int height)
{
    public ReadOnlySpan<byte> Rgb { get; } = rgb;

    public int Width { get; } = width;

    public int Height { get; } = height;
}
