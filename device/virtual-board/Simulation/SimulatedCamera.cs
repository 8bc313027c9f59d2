using TinyClassify.Device.Board;
using TinyClassify.Native;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>A camera that is fed by whoever has pictures: 320 by 240 pixels in RGB565, as small sensors give them.</summary>
public sealed class SimulatedCamera(InputQueue inputs) : ICamera
{
    /// <summary>Pixels.</summary>
    public const int Width = 320;

    /// <summary>Pixels.</summary>
    public const int Height = 240;

    /// <summary>RGB565, little-endian.</summary>
    public const int FrameBytes = Width * Height * 2;

    private readonly Lock _lock = new();
    private byte[]? _newest;

    /// <inheritdoc/>
    public bool IsOn { get; private set; }

    /// <summary>A frame has come; one that nobody has taken yet is dropped for it.</summary>
    /// <param name="frame"><see cref="FrameBytes"/> bytes that do not change any more.</param>
    public void Show(byte[] frame)
    {
        if (frame.Length != FrameBytes) throw new ArgumentException(
            $"The frame has {frame.Length} bytes; expected {FrameBytes}.", nameof(frame));
        lock (_lock) (_newest, IsOn) = (frame, true);
        inputs.Post(Input.FrameArrived);
    }

    /// <summary>Switches it off.</summary>
    public void SwitchOff()
    {
        lock (_lock) (_newest, IsOn) = (null, false);
        inputs.Post(Input.FrameArrived);
    }

    /// <inheritdoc/>
    public bool Take(Frame frame)
    {
        lock (_lock)
        {
            if (_newest == null) return false;
            (frame.Pixels, _newest) = (_newest, null);
        }

        (frame.Format, frame.Width, frame.Height, frame.Stride) = (Engine.FrameRgb565, Width, Height, Width * 2);
        return true;
    }
}
