using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing.Scenes;

/// <summary>A green frog on wet ground, seen close.</summary>
public static class FrogScene
{
    private static readonly Vec Green = Vec.Rgb(0x64843A);
    private static readonly Vec Spot = Vec.Rgb(0x2C3C1A);
    private static readonly Vec Belly = Vec.Rgb(0xD4D4A0);

    public static Scene Make() => new(
        "frog",
        new Group(0, Mud(), new Turned(Frog(), 1, -0.1, Vec.Zero)),
        new Camera(new Vec(0.4, 2.6, 7), new Vec(-0.05, 0.48, 0), 5.0),
        new Light(new Vec(-0.4, 1, 0.6), new Vec(2.2, 2.1, 1.9), new Vec(0.6, 0.65, 0.65), new Vec(0.22, 0.2, 0.12),
            Backdrops.Foliage(Vec.Rgb(0x3A3020), Vec.Rgb(0x6E5C40), 8)));

    private static Solid Mud() => Solids.Ground((x, z) => 0.14 * Noise.Octaves(new Vec(x * 1.6, 0, z * 1.6), 3) - 0.07).In(p =>
    {
        double wet = Smooth(0.25, 0.75, Noise.Octaves(new Vec(p.X * 4, 0, p.Z * 4), 5));
        return new Paint(Vec.Mix(Vec.Rgb(0x463A28), Vec.Rgb(0x8A7450), wet), 0.12, 0.05);
    });

    // The frog looks along +x.
    private static Group Frog() => new(0,
        new Group(0.18,
            new Turned(
                Solids.Ellipsoid(new Vec(-0.2, 0.5, 0), new Vec(0.95, 0.46, 0.62)).In(Skin), 2, 0.055, new Vec(-0.2, 0.5, 0)),
            Solids.Ellipsoid(new Vec(0.6, 0.68, 0), new Vec(0.55, 0.34, 0.5)).In(Skin),
            new Mirrored(Solids.Ball(new Vec(0.62, 0.98, 0.3), 0.18).In(Skin))),
        new Mirrored(Eye()), new Mirrored(HindLeg()), new Mirrored(Foreleg()),
        new Mirrored(Mouth()));

    private static Solid Eye() => Solids.Ball(new Vec(0.66, 1.02, 0.37), 0.155).In(p =>
    {
        Vec d = p - new Vec(0.66, 1.02, 0.37);
        bool pupil = d.X * d.X / 0.009 + d.Y * d.Y / 0.0035 < 1;
        return pupil ? new Paint(Vec.Rgb(0x080806), 1) : new Paint(Vec.Rgb(0xD8A830), 1);
    });

    private static Group HindLeg() => new(0.08,
        Solids.Limb(new Vec(-0.75, 0.42, 0.42), new Vec(-0.02, 0.45, 0.88), 0.28, 0.17).In(Skin),
        Solids.Limb(new Vec(-0.02, 0.42, 0.9), new Vec(-0.75, 0.14, 0.86), 0.16, 0.1).In(Skin),
        Solids.Limb(new Vec(-0.75, 0.1, 0.86), new Vec(0.1, 0.06, 1.0), 0.1, 0.07).In(Skin));

    private static Group Foreleg() => new(0.06,
        Solids.Limb(new Vec(0.45, 0.48, 0.4), new Vec(0.5, 0.25, 0.68), 0.16, 0.11).In(Skin),
        Solids.Limb(new Vec(0.5, 0.25, 0.68), new Vec(0.62, 0.05, 0.6), 0.1, 0.08).In(Skin),
        Solids.Limb(new Vec(0.62, 0.05, 0.6), new Vec(0.9, 0.04, 0.66), 0.07, 0.04).In(Skin));

    private static Solid Mouth() =>
        Solids.Limb(new Vec(1.12, 0.64, 0.06), new Vec(0.62, 0.6, 0.5), 0.018, 0.012).In(new Paint(Vec.Rgb(0x2C3A14)));

    private static Paint Skin(Vec p)
    {
        double spots = Smooth(0.52, 0.6, Noise.Octaves(p * 4.5 + new Vec(3, 1, 8), 2));
        double below = Smooth(0.5, 0.3, p.Y) * Smooth(0.65, 0.45, Math.Abs(p.Z));
        Vec color = Vec.Mix(Vec.Mix(Green, Spot, spots * 0.85), Belly, below);
        return new Paint(color * (0.8 + 0.4 * Noise.Octaves(p * 12, 3)), 0.35, 0.02);
    }
}
