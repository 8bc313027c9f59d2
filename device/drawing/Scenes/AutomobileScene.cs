using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing.Scenes;

/// <summary>A red saloon on a road, seen from its front corner.</summary>
public static class AutomobileScene
{
    private static readonly Paint Red = new(Vec.Rgb(0xB5121B), 0.7);
    private static readonly Paint Glass = new(Vec.Rgb(0x1A2026), 1);
    private static readonly Paint Black = new(Vec.Rgb(0x1B1B1D), 0.1);
    private static readonly Paint Chrome = new(Vec.Rgb(0xC8CCD0), 0.8);
    private static readonly Paint Lamp = new(Vec.Rgb(0xFFFFF4), 0.9);

    public static Scene Make() => new(
        "automobile",
        new Group(0, Road(), new Turned(Car(), 1, -0.09, Vec.Zero)),
        new Camera(new Vec(1.6, 1.75, 8), new Vec(0.05, 0.66, 0), 3.75),
        new Light(new Vec(0.5, 1, 0.6), new Vec(2.6, 2.45, 2.2), new Vec(0.7, 0.8, 0.95), new Vec(0.25, 0.24, 0.22),
            Backdrops.Split(
                Backdrops.Sky(new Vec(0.3, 0.5, 0.9), new Vec(0.8, 0.95, 1.15), 0.3),
                Backdrops.Foliage(Vec.Rgb(0x2A3A22), Vec.Rgb(0x6C8050), 14), 0.07, 0.12)));

    private static Solid Road() => Backdrops.Floor(Vec.Rgb(0x7C7B78), 0.18, 30);

    private static Group Car() => new(0, Body(), new Mirrored(Wheel(-1.25)), new Mirrored(Wheel(1.28)), new Mirrored(Details()));

    private static Group Body() => new(0.06,
        Solids.Prism(
            [new(-1.95, 0.26, 0), new(2.0, 0.26, 0), new(2.08, 0.5, 0), new(2.0, 0.72, 0), new(1.0, 0.92, 0), new(-1.3, 0.97, 0),
                new(-2.0, 0.9, 0), new(-2.08, 0.55, 0)], 0, 0.84, 0.12).In(Red),
        Solids.Prism(
            [new(-1.75, 0.85, 0), new(1.15, 0.85, 0), new(0.3, 1.4, 0), new(-0.3, 1.46, 0), new(-1.0, 1.4, 0)], 0, 0.7, 0.12)
            .In(Cabin));

    private static Paint Cabin(Vec p)
    {
        // Side windows are cut off by a pillar; the windscreens run to the roof's edge.
        bool band = p.Y > 0.95 && p.Y < 1.34;
        bool side = Math.Abs(p.Z) > 0.62;
        double front = 1.02 - (p.Y - 0.9) * 1.5, rear = -1.6 + (p.Y - 0.9) * 1.25;
        bool pane = side
            ? p.X < front - 0.1 && p.X > rear + 0.15 && Math.Abs(p.X + 0.25) > 0.04
            : p.X > front - 0.3 || p.X < rear + 0.3;
        return band && pane ? Glass : Red;
    }

    private static Group Wheel(double x) => new(0,
        Solids.Drum(new Vec(x, 0.4, 0.74), 0.44, 0.11, 0.02).In(Black),
        Solids.Drum(new Vec(x, 0.36, 0.78), 0.36, 0.13, 0.06).In(Black),
        Solids.Drum(new Vec(x, 0.36, 0.82), 0.23, 0.11, 0.03).In(p => Spokes(p - new Vec(x, 0.36, 0))));

    private static Paint Spokes(Vec p)
    {
        // Five dark gaps: the angle is told by the nearest of five directions.
        double best = -1;
        for (int i = 0; i < 5; i++)
            best = Math.Max(best, (p.X * CosTurns(i / 5.0) + p.Y * SinTurns(i / 5.0)) / Math.Sqrt(p.X * p.X + p.Y * p.Y + 1e-9));
        return best > 0.93 || p.X * p.X + p.Y * p.Y < 0.006 ? Chrome : new Paint(Vec.Rgb(0x55585C), 0.4);
    }

    private static Group Details() => new(0,
        Solids.Ellipsoid(new Vec(1.98, 0.63, 0.6), new Vec(0.14, 0.09, 0.2)).In(Lamp),
        Solids.Box(new Vec(2.03, 0.52, 0), new Vec(0.06, 0.07, 0.36), 0.02).In(Black),
        Solids.Box(new Vec(2.03, 0.33, 0), new Vec(0.06, 0.05, 0.6), 0.02).In(Black),
        Solids.Box(new Vec(2.08, 0.41, 0), new Vec(0.03, 0.05, 0.2), 0.01).In(Lamp),
        Solids.Box(new Vec(0.62, 0.98, 0.84), new Vec(0.08, 0.06, 0.1), 0.04).In(Red),
        Solids.Ellipsoid(new Vec(-2.0, 0.72, 0.65), new Vec(0.1, 0.09, 0.16)).In(new Paint(Vec.Rgb(0x7A0A0A), 0.6)));
}
