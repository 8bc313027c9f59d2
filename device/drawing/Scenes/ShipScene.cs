using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing.Scenes;

/// <summary>A freighter at sea.</summary>
public static class ShipScene
{
    private static readonly Paint White = new(Vec.Rgb(0xEDEDE8), 0.15);
    private static readonly Paint Glass = new(Vec.Rgb(0x20282E), 0.6);
    private static readonly Paint Orange = new(Vec.Rgb(0xC8581E), 0.15);

    public static Scene Make() => new(
        "ship",
        new Group(0, Sea(), new Turned(Ship(), 1, -0.06, Vec.Zero)),
        new Camera(new Vec(1.4, 1.3, 9), new Vec(0.05, 0.68, 0), 3.7),
        new Light(new Vec(0.5, 1, 0.8), new Vec(2.5, 2.4, 2.2), new Vec(0.7, 0.85, 1.05), new Vec(0.25, 0.33, 0.4),
            Backdrops.Sky(new Vec(0.2, 0.42, 0.9), new Vec(0.85, 1.05, 1.3), 0.45))
        { HazeDistance = 70 });

    private static Solid Sea() => Solids.Ground((x, z) => 0.09 * Noise.Octaves(new Vec(x * 1.8, 0, z * 3.2), 3) - 0.05).In(p =>
    {
        // White water along the hull's flanks and a little on the crests.
        double foam = Smooth(0.62, 0.75, Noise.Octaves(new Vec(p.X * 5, 0, p.Z * 9), 4)) * 0.5;
        return new Paint(Vec.Mix(Vec.Rgb(0x1C4A66), Vec.Rgb(0xC8D8DE), foam), 0.85, 0.04);
    });

    private static Group Ship() => new(0, Hull(), House(), Deck());

    private static Solid Hull() => Solids.Prism(
        [new(-1.95, -0.3, 0), new(1.7, -0.3, 0), new(2.35, 0.72, 0), new(-2.2, 0.58, 0)], 0, 0.42, 0.1).In(p =>
            p.Y < 0.1 ? new Paint(Vec.Rgb(0x8A2A20), 0.2) : p.Y > 0.52 ? White : new Paint(Vec.Rgb(0x1E2C44), 0.3));

    private static Group House() => new(0,
        Solids.Box(new Vec(-1.25, 0.85, 0), new Vec(0.6, 0.36, 0.38), 0.03).In(p => Windows(p, 0.86)),
        Solids.Box(new Vec(-1.2, 1.3, 0), new Vec(0.45, 0.2, 0.36), 0.03).In(p => Windows(p, 1.34)),
        Solids.Box(new Vec(-1.1, 1.58, 0), new Vec(0.3, 0.12, 0.4), 0.03).In(p => Windows(p, 1.6)),
        Solids.Limb(new Vec(-1.58, 1.45, 0), new Vec(-1.64, 1.88, 0), 0.15, 0.13).In(p => p.Y > 1.72 ? Glass : Orange),
        Solids.Limb(new Vec(-1.05, 1.65, 0), new Vec(-1.05, 2.2, 0), 0.03, 0.02).In(White));

    private static Paint Windows(Vec p, double row)
    {
        double u = (p.X + p.Z) * 7;
        return Math.Abs(p.Y - row) < 0.06 && u - Math.Floor(u) < 0.6 ? Glass : White;
    }

    private static Group Deck() => new(0,
        Container(-0.4, 0xA03A2A), Container(0.12, 0x2E5E8C), Container(0.64, 0xB8862E), Container(1.16, 0x3C7050),
        Upper(-0.4, 0x3C7050), Upper(0.12, 0xA03A2A), Upper(0.64, 0xD8D4CC),
        Solids.Limb(new Vec(1.75, 0.6, 0), new Vec(1.75, 1.5, 0), 0.035, 0.02).In(White));

    private static Solid Container(double x, int color) =>
        Solids.Box(new Vec(x, 0.78, 0), new Vec(0.245, 0.17, 0.38), 0.015).In(new Paint(Vec.Rgb(color), 0.1));

    private static Solid Upper(double x, int color) =>
        Solids.Box(new Vec(x, 1.13, 0), new Vec(0.245, 0.17, 0.38), 0.015).In(new Paint(Vec.Rgb(color), 0.1));
}
