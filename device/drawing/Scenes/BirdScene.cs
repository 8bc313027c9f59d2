using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing.Scenes;

/// <summary>A robin on a branch before leaves out of focus.</summary>
public static class BirdScene
{
    private static readonly Vec Back = Vec.Rgb(0x6B5B48);
    private static readonly Vec Breast = Vec.Rgb(0xC8682C);
    private static readonly Vec Belly = Vec.Rgb(0xD8D0C2);
    private static readonly Paint Beak = new(Vec.Rgb(0x2E2A28), 0.3);
    private static readonly Paint Leg = new(Vec.Rgb(0x4A3A30), 0.1);
    private static readonly Paint Eye = new(Vec.Rgb(0x0C0A0A), 1);

    public static Scene Make() => new(
        "bird",
        new Group(0, Branch(), Bird()),
        new Camera(new Vec(0.6, 0.6, 8), new Vec(-0.14, 0.05, 0), 5.4),
        new Light(new Vec(0.4, 1, 0.8), new Vec(2.3, 2.2, 2.0), new Vec(0.75, 0.8, 0.85), new Vec(0.3, 0.32, 0.22),
            Backdrops.Foliage(Vec.Rgb(0x6E8350), Vec.Rgb(0xB9C48E), 7)));

    private static Solid Branch() => Solids.Limb(new Vec(-3, -0.95, 0.05), new Vec(3, -0.72, -0.05), 0.13, 0.1).In(p => new Paint(
        Vec.Mix(Vec.Rgb(0x4A3B2C), Vec.Rgb(0x8C7A62), Noise.Octaves(new Vec(p.X * 3, p.Y * 14, p.Z * 14), 4)), Bump: 0.05));

    private static Group Bird() => new(0,
        new Group(0.16,
            new Turned(Solids.Ellipsoid(Vec.Zero, new Vec(0.68, 0.47, 0.43)).In(Plumage), 2, 0.08, Vec.Zero),
            Solids.Ball(new Vec(0.5, 0.55, 0), 0.3).In(Plumage),
            Solids.Limb(new Vec(-0.45, -0.2, 0), new Vec(-0.85, -0.38, 0), 0.24, 0.1).In(Plumage)),
        new Turned(Solids.Box(new Vec(-1.05, -0.3, 0), new Vec(0.5, 0.035, 0.1), 0.03).In(Wing), 2, 0.06, new Vec(-0.7, -0.3, 0)),
        new Mirrored(new Turned(
            Solids.Ellipsoid(new Vec(-0.22, 0.0, 0.36), new Vec(0.62, 0.27, 0.1)).In(Wing), 2, 0.075, new Vec(-0.1, 0, 0))),
        Solids.Limb(new Vec(0.74, 0.55, 0), new Vec(1.0, 0.51, 0), 0.07, 0.012).In(Beak),
        new Mirrored(Solids.Ball(new Vec(0.62, 0.63, 0.235), 0.052).In(Eye)),
        new Mirrored(Solids.Limb(new Vec(0.05, -0.4, 0.13), new Vec(0.12, -0.75, 0.12), 0.035, 0.028).In(Leg)),
        new Mirrored(Solids.Limb(new Vec(0.12, -0.74, 0.12), new Vec(0.3, -0.73, 0.13), 0.03, 0.02).In(Leg)));

    private static Paint Plumage(Vec p)
    {
        // The red bib covers face, throat and chest; belly pale, back brown.
        double bib = Smooth(0.62, 0.42, (p - new Vec(0.62, 0.22, 0)).Length);
        double above = Smooth(-0.12, 0.16, p.Y - p.X * 0.5);
        double crown = Smooth(0.62, 0.74, p.Y - (p.X - 0.5) * 0.5);
        Vec color = Vec.Mix(Vec.Mix(Belly, Back, above), Breast, bib * (1 - crown));
        return new Paint(color * (0.8 + 0.4 * Noise.Octaves(p * 16, 3)), Bump: 0.02);
    }

    private static Paint Wing(Vec p)
    {
        double feather = Noise.Octaves(new Vec(p.X * 4, p.Y * 22, p.Z * 5), 3);
        return new Paint(Vec.Mix(Vec.Rgb(0x3E342A), Vec.Rgb(0x857158), feather), 0.05, 0.02);
    }
}
