namespace TinyClassify.Drawing;

/// <summary>How a surface answers light.</summary>
/// <param name="Color">Share of the light that is scattered, linear RGB in [0, 1].</param>
/// <param name="Gloss">Strength of the highlight and of the mirrored sky, 0 (cloth) to 1 (glass).</param>
/// <param name="Bump">Depth of the roughness that bends the normals (fur, grass, bark); metres.</param>
public readonly record struct Paint(Vec Color, double Gloss = 0, double Bump = 0)
{
    public static Paint Mix(Paint a, Paint b, double t) =>
        new(Vec.Mix(a.Color, b.Color, t), ExactMath.Mix(a.Gloss, b.Gloss, t), ExactMath.Mix(a.Bump, b.Bump, t));
}
