namespace TinyClassify.Drawing;

/// <summary>A pinhole camera.</summary>
/// <param name="Position">Metres.</param>
/// <param name="Target">The point in the picture's middle.</param>
/// <param name="Zoom">Focal length in half picture widths: 1 shows 90 degrees, 3 is a portrait lens.</param>
public sealed record Camera(Vec Position, Vec Target, double Zoom)
{
    /// <summary>Direction through a picture point; x and y in [-1, 1], y up.</summary>
    public Vec Ray(double x, double y)
    {
        Vec forward = (Target - Position).Normalized;
        Vec right = Vec.Cross(forward, Vec.Up).Normalized;
        Vec up = Vec.Cross(right, forward);
        return (forward * Zoom + right * x + up * y).Normalized;
    }
}
