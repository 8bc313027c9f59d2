using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing;

/// <summary>What lies far behind a scene, as a function of direction, and the ground it stands on.</summary>
public static class Backdrops
{
    /// <summary>A sky that is paler at the horizon, with clouds where <paramref name="clouds"/> is above 0.</summary>
    public static Func<Vec, Vec> Sky(Vec zenith, Vec horizon, double clouds) => direction =>
    {
        Vec clear = Vec.Mix(horizon, zenith, Smooth(-0.15, 0.7, direction.Y));
        double veil = Noise.Octaves(new Vec(direction.X * 3, direction.Y * 7, direction.Z * 3) + new Vec(4, 9, 2), 5);
        return Vec.Mix(clear, new Vec(2.2, 2.2, 2.25), clouds * Smooth(0.48, 0.72, veil));
    };

    /// <summary>Leaves far out of focus: soft patches between two colours.</summary>
    /// <param name="fineness">Patches across a radian.</param>
    public static Func<Vec, Vec> Foliage(Vec dark, Vec light, double fineness) => direction =>
        Vec.Mix(dark, light, Smooth(0.3, 0.72, Noise.Octaves(direction * fineness + new Vec(11, 3, 5), 3)));

    /// <summary>One backdrop above a line and another below, with an uneven, soft edge: tree tops against the sky.</summary>
    /// <param name="line">Height of the edge as the y of a direction.</param>
    public static Func<Vec, Vec> Split(Func<Vec, Vec> above, Func<Vec, Vec> below, double line, double unevenness) => direction =>
    {
        double edge = line + (Noise.Octaves(new Vec(direction.X * 9, 0, direction.Z * 9), 4) - 0.5) * unevenness;
        return Vec.Mix(below(direction), above(direction), Smooth(edge - 0.012, edge + 0.012, direction.Y));
    };

    /// <summary>A meadow: uneven, two greens, rough enough to sparkle.</summary>
    public static Solid Grass(Vec dark, Vec light) =>
        Solids.Ground((x, z) => 0.05 * Noise.Octaves(new Vec(x * 2.5, 0, z * 2.5), 3)).In(p => new Paint(
            Vec.Mix(dark, light, Smooth(0.25, 0.75, Noise.Octaves(new Vec(p.X * 5, 0, p.Z * 3), 5))), Bump: 0.03));

    /// <summary>A flat floor whose colour is spotted a little.</summary>
    public static Solid Floor(Vec color, double spots, double fineness) =>
        Solids.Ground((_, _) => 0).In(p => new Paint(
            color * (1 - spots * 0.5 + spots * Noise.Octaves(new Vec(p.X, 0, p.Z) * fineness, 4)), Bump: 0.02));
}
