using TinyClassify.Device.Board;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>The 4.3 inch panel: 480x272 pixels, RGB565.</summary>
public sealed class SimulatedDisplay : IDisplay
{
    private readonly Lock _lock = new();
    private readonly ushort[] _pixels = new ushort[480 * 272];

    /// <summary>A frame was shown. Raised on the application's thread.</summary>
    public event Action? Shown;

    /// <inheritdoc/>
    public int Width => 480;

    /// <inheritdoc/>
    public int Height => 272;

    /// <summary>Frames shown so far.</summary>
    public long FrameCount { get; private set; }

    /// <inheritdoc/>
    public void Show(ushort[] frame)
    {
        if (frame.Length != _pixels.Length)
        {
            throw new ArgumentException($"a frame of {frame.Length} pixels, expected {_pixels.Length}", nameof(frame));
        }

        lock (_lock)
        {
            frame.CopyTo(_pixels, 0);
            FrameCount++;
        }

        Shown?.Invoke();
    }

    /// <summary>Makes the panel dark, as a reset does.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_pixels);
            FrameCount++;
        }

        Shown?.Invoke();
    }

    /// <summary>Copies what the panel shows.</summary>
    /// <param name="pixels">Receives RGB565 [272, 480].</param>
    public void CopyTo(Span<ushort> pixels)
    {
        lock (_lock) _pixels.CopyTo(pixels);
    }
}
