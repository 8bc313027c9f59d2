namespace TinyClassify.Drawing;

/// <summary>Sun and sky of a scene.</summary>
/// <param name="ToSun">Direction towards the sun; need not be normalised.</param>
/// <param name="Sun">Colour and strength of direct light.</param>
/// <param name="Sky">Colour and strength of light from above.</param>
/// <param name="Bounce">Colour and strength of light from the ground.</param>
/// <param name="Background">What a ray that hits nothing sees, by its direction.</param>
public sealed record Light(Vec ToSun, Vec Sun, Vec Sky, Vec Bounce, Func<Vec, Vec> Background)
{
    /// <summary>Metres after which half of a thing's colour is the background's; haze of far ground.</summary>
    public double HazeDistance { get; init; } = 1e9;
}
