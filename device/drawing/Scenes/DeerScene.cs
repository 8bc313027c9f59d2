using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing.Scenes;

/// <summary>A stag at the edge of a wood.</summary>
public static class DeerScene
{
    private static readonly Paint Hoof = new(Vec.Rgb(0x2A221C), 0.2);
    private static readonly Paint Antler = new(Vec.Rgb(0xB09A78), Bump: 0.02);

    public static Scene Make() => new(
        "deer",
        new Group(0, Backdrops.Grass(Vec.Rgb(0x55602E), Vec.Rgb(0x8E8C50)), Deer()),
        new Camera(new Vec(1.4, 2.2, 9), new Vec(0.15, 1.4, 0), 5.2),
        new Light(new Vec(0.4, 1, 0.7), new Vec(2.3, 2.1, 1.7), new Vec(0.6, 0.7, 0.75), new Vec(0.25, 0.26, 0.15),
            Backdrops.Foliage(Vec.Rgb(0x1E2A18), Vec.Rgb(0x5A6C3C), 12))
        { HazeDistance = 60 });

    private static Group Deer() => new(0,
        new Group(0.13,
            Solids.Ellipsoid(new Vec(-0.05, 1.2, 0), new Vec(0.72, 0.34, 0.3)).In(Coat),
            Solids.Ellipsoid(new Vec(-0.5, 1.22, 0), new Vec(0.34, 0.34, 0.28)).In(Coat),
            Solids.Ellipsoid(new Vec(0.45, 1.22, 0), new Vec(0.32, 0.36, 0.26)).In(Coat),
            Solids.Limb(new Vec(0.58, 1.35, 0), new Vec(0.86, 1.95, 0), 0.22, 0.13).In(Coat),
            Solids.Limb(new Vec(0.86, 2.0, 0), new Vec(1.22, 1.84, 0), 0.15, 0.075).In(Coat),
            new Mirrored(Leg(0.5, 0.14, 0.03)), new Mirrored(Leg(-0.58, 0.15, -0.06))),
        new Mirrored(new Turned(
            Solids.Ellipsoid(new Vec(0.78, 2.08, 0.22), new Vec(0.08, 0.09, 0.2)).In(Coat), 0, -0.05, new Vec(0.78, 2.08, 0.1))),
        new Mirrored(Antlers()),
        Solids.Ellipsoid(new Vec(1.28, 1.83, 0), new Vec(0.05, 0.045, 0.055)).In(Hoof),
        new Mirrored(Solids.Ball(new Vec(0.98, 2.02, 0.125), 0.035).In(new Paint(Vec.Rgb(0x0A0808), 1))),
        Solids.Ellipsoid(new Vec(-0.83, 1.28, 0), new Vec(0.08, 0.16, 0.09)).In(new Paint(Vec.Rgb(0xEDE6DA))));

    private static Group Leg(double x, double z, double lean) => new(0.05,
        Solids.Limb(new Vec(x, 1.05, z), new Vec(x - lean * 0.5, 0.58, z), 0.15, 0.065).In(Coat),
        Solids.Limb(new Vec(x - lean * 0.5, 0.58, z), new Vec(x + lean, 0.1, z), 0.06, 0.045).In(Coat),
        Solids.Limb(new Vec(x + lean, 0.1, z), new Vec(x + lean + 0.04, 0.03, z), 0.05, 0.055).In(Hoof));

    private static Group Antlers() => new(0.02,
        Rod(new(0.84, 2.12, 0.07), new(0.68, 2.42, 0.28), 0.035),
        Rod(new(0.68, 2.42, 0.28), new(0.82, 2.78, 0.4), 0.03),
        Rod(new(0.76, 2.25, 0.16), new(0.98, 2.42, 0.24), 0.022),
        Rod(new(0.69, 2.44, 0.29), new(0.92, 2.58, 0.36), 0.022),
        Rod(new(0.72, 2.55, 0.33), new(0.52, 2.76, 0.44), 0.022));

    private static Solid Rod(Vec from, Vec to, double radius) => Solids.Limb(from, to, radius, radius * 0.6).In(Antler);

    private static Paint Coat(Vec p)
    {
        double belly = Smooth(1.02, 0.9, p.Y) * Smooth(0.62, 0.82, p.Y) * Smooth(0.7, 0.4, Math.Abs(p.X));
        double rump = Smooth(0.3, 0.16, (new Vec(p.X + 0.8, p.Y - 1.2, p.Z * 0.6)).Length);
        double throat = Smooth(0.12, 0.06, (new Vec(p.X - 1.05, p.Y - 1.78, p.Z)).Length);
        Vec color = Vec.Mix(Vec.Rgb(0x946840), Vec.Rgb(0xE8DCC8), Math.Max(belly, Math.Max(rump, throat)) * 0.9);
        double dark = Smooth(1.42, 1.58, p.Y) * Smooth(0.55, 0.35, p.X) * 0.7 + Smooth(0.7, 0.2, p.Y) * 0.35;
        color = Vec.Mix(color, Vec.Rgb(0x6E4A2C), dark);
        return new Paint(color * (0.8 + 0.4 * Noise.Octaves(p * 14, 3)), Bump: 0.02);
    }
}
