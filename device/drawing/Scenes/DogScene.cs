using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing.Scenes;

/// <summary>A golden dog on a lawn, tongue out.</summary>
public static class DogScene
{
    private static readonly Vec Gold = Vec.Rgb(0xC99A5C);
    private static readonly Paint Nose = new(Vec.Rgb(0x1A1614), 0.6);
    private static readonly Paint Tongue = new(Vec.Rgb(0xD87A80), 0.3);

    public static Scene Make() => new(
        "dog",
        new Group(
            0, Backdrops.Grass(Vec.Rgb(0x3E6A28), Vec.Rgb(0x86AC50)), Body(), new Turned(Head(), 1, 0.03, new Vec(0, 1.5, 0))),
        new Camera(new Vec(0.3, 1.6, 7), new Vec(0.02, 1.2, 0), 5.4),
        new Light(new Vec(0.5, 1, 0.9), new Vec(2.2, 2.05, 1.75), new Vec(0.7, 0.75, 0.8), new Vec(0.3, 0.34, 0.2),
            Backdrops.Foliage(Vec.Rgb(0x3C5A2C), Vec.Rgb(0x7C9A54), 8))
        { HazeDistance = 50 });

    private static Group Body() => new(0.16,
        Solids.Ellipsoid(new Vec(0, 0.75, -0.15), new Vec(0.48, 0.62, 0.45)).In(Coat),
        Solids.Ellipsoid(new Vec(0, 0.5, -0.7), new Vec(0.6, 0.52, 0.6)).In(Coat),
        Foreleg(-1), Foreleg(1), Haunch(-1), Haunch(1),
        Solids.Limb(new Vec(0, 1.0, -0.05), new Vec(0, 1.4, 0.0), 0.36, 0.3).In(Coat));

    private static Group Foreleg(int side) => new(0.06,
        Solids.Limb(new Vec(side * 0.24, 0.8, 0.1), new Vec(side * 0.24, 0.12, 0.2), 0.17, 0.12).In(Coat),
        Solids.Ellipsoid(new Vec(side * 0.24, 0.1, 0.3), new Vec(0.15, 0.11, 0.2)).In(Coat));

    private static Solid Haunch(int side) =>
        Solids.Ellipsoid(new Vec(side * 0.52, 0.28, -0.3), new Vec(0.22, 0.28, 0.4)).In(Coat);

    private static Group Head() => new(0,
        new Group(0.12,
            Solids.Ellipsoid(new Vec(0, 1.68, 0.05), new Vec(0.4, 0.38, 0.4)).In(Coat),
            Solids.Limb(new Vec(0, 1.55, 0.3), new Vec(0, 1.48, 0.62), 0.22, 0.15).In(Coat),
            Solids.Ellipsoid(new Vec(0, 1.36, 0.45), new Vec(0.14, 0.08, 0.22)).In(Coat)),
        Ear(-1), Ear(1), Eye(-1), Eye(1),
        Solids.Ellipsoid(new Vec(0, 1.56, 0.75), new Vec(0.1, 0.075, 0.07)).In(Nose),
        Solids.Box(new Vec(0, 1.39, 0.6), new Vec(0.13, 0.025, 0.14), 0.02).In(Nose),
        Solids.Ellipsoid(new Vec(0, 1.26, 0.66), new Vec(0.085, 0.14, 0.035)).In(Tongue));

    private static Solid Ear(int side) => Solids.Ellipsoid(new Vec(side * 0.42, 1.55, 0.08), new Vec(0.11, 0.36, 0.2))
        .In(p => Fur(Vec.Rgb(0x9C6A34), p));

    private static Solid Eye(int side) =>
        Solids.Ball(new Vec(side * 0.17, 1.72, 0.385), 0.06).In(new Paint(Vec.Rgb(0x140C08), 1));

    private static Paint Coat(Vec p)
    {
        double pale = Smooth(0.2, 0.1, Math.Abs(p.X)) * Smooth(-0.1, 0.3, p.Z) * 0.5 + Smooth(0.3, 0.1, p.Y) * 0.4;
        return Fur(Vec.Mix(Gold, Vec.Rgb(0xEAD4AC), ExactMath.Clamp01(pale)), p);
    }

    private static Paint Fur(Vec color, Vec p) =>
        new(color * (0.7 + 0.6 * Noise.Octaves(new Vec(p.X * 16, p.Y * 6, p.Z * 16), 3)), Bump: 0.03);
}
