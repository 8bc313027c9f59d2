using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing.Scenes;

/// <summary>A bay horse on a meadow.</summary>
public static class HorseScene
{
    private static readonly Paint Mane = new(Vec.Rgb(0x1C1512), 0.1, 0.03);

    public static Scene Make() => new(
        "horse",
        new Group(0, Backdrops.Grass(Vec.Rgb(0x4A7A2C), Vec.Rgb(0x8CB256)), Horse()),
        new Camera(new Vec(1.0, 1.5, 9), new Vec(0.12, 1.16, 0), 4.9),
        new Light(new Vec(0.4, 1, 0.8), new Vec(2.5, 2.35, 2.0), new Vec(0.65, 0.75, 0.9), new Vec(0.25, 0.28, 0.14),
            Backdrops.Split(
                Backdrops.Sky(new Vec(0.25, 0.48, 0.95), new Vec(0.75, 0.95, 1.2), 0.4),
                Backdrops.Foliage(Vec.Rgb(0x24381C), Vec.Rgb(0x54703A), 14), 0.03, 0.1))
        { HazeDistance = 90 });

    private static Group Horse() => new(0,
        new Group(0.16,
            Solids.Ellipsoid(new Vec(-0.05, 1.2, 0), new Vec(0.82, 0.4, 0.36)).In(Coat),
            Solids.Ellipsoid(new Vec(-0.62, 1.25, 0), new Vec(0.42, 0.42, 0.36)).In(Coat),
            Solids.Ellipsoid(new Vec(0.55, 1.22, 0), new Vec(0.38, 0.44, 0.33)).In(Coat),
            Solids.Limb(new Vec(0.66, 1.4, 0), new Vec(1.08, 2.02, 0), 0.32, 0.17).In(Coat),
            Solids.Limb(new Vec(1.08, 2.06, 0), new Vec(1.52, 1.66, 0), 0.18, 0.1).In(Coat),
            new Mirrored(Leg(0.62, 0.17, 0.05)), new Mirrored(Leg(-0.78, 0.18, -0.08))),
        new Mirrored(Solids.Limb(new Vec(1.0, 2.18, 0.09), new Vec(1.03, 2.38, 0.1), 0.065, 0.015).In(Coat)),
        new Group(0.1,
            Solids.Limb(new Vec(1.02, 2.24, 0), new Vec(0.78, 1.95, 0), 0.09, 0.11).In(Mane),
            Solids.Limb(new Vec(0.8, 1.98, 0), new Vec(0.4, 1.6, 0), 0.12, 0.09).In(Mane),
            Solids.Limb(new Vec(0.88, 2.0, 0.08), new Vec(0.64, 1.62, 0.2), 0.08, 0.04).In(Mane),
            Solids.Limb(new Vec(1.08, 2.24, 0), new Vec(1.24, 2.06, 0.0), 0.06, 0.03).In(Mane)),
        new Group(0.1,
            Solids.Limb(new Vec(-0.98, 1.45, 0), new Vec(-1.22, 1.1, 0), 0.08, 0.13).In(Mane),
            Solids.Limb(new Vec(-1.22, 1.1, 0), new Vec(-1.25, 0.5, 0), 0.13, 0.05).In(Mane)),
        new Mirrored(Solids.Ball(new Vec(1.18, 2.02, 0.145), 0.04).In(new Paint(Vec.Rgb(0x0A0808), 1))),
        new Mirrored(Solids.Ball(new Vec(1.55, 1.64, 0.075), 0.03).In(Mane)));

    private static Group Leg(double x, double z, double lean) => new(0.06,
        Solids.Limb(new Vec(x, 1.05, z), new Vec(x - lean * 0.5, 0.6, z), 0.2, 0.095).In(Coat),
        Solids.Limb(new Vec(x - lean * 0.5, 0.6, z), new Vec(x + lean, 0.14, z), 0.085, 0.065).In(Coat),
        Solids.Limb(new Vec(x + lean, 0.14, z), new Vec(x + lean + 0.04, 0.04, z), 0.075, 0.095).In(Mane));

    private static Paint Coat(Vec p)
    {
        // Dark stockings and muzzle, a white blaze down the face.
        Vec color = Vec.Mix(Vec.Rgb(0x8A4A22), Vec.Rgb(0x221A16), Smooth(0.7, 0.4, p.Y) * 0.9 + Smooth(1.4, 1.6, p.X) * 0.6);
        double blaze = Smooth(0.06, 0.03, Math.Abs(p.Z)) * Smooth(1.15, 1.25, p.X) * Smooth(1.75, 1.85, p.Y);
        return new Paint(Vec.Mix(color, Vec.Rgb(0xE8E0D8), blaze) * (0.85 + 0.3 * Noise.Octaves(p * 6, 3)), 0.18);
    }
}
