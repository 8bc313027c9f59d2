namespace TinyClassify.Drawing.Scenes;

/// <summary>A delivery truck on a road, seen from its front corner.</summary>
public static class TruckScene
{
    private static readonly Paint Blue = new(Vec.Rgb(0x24549C), 0.5);
    private static readonly Paint White = new(Vec.Rgb(0xE8E8E4), 0.15);
    private static readonly Paint Glass = new(Vec.Rgb(0x1A2026), 0.9);
    private static readonly Paint Black = new(Vec.Rgb(0x1A1A1C), 0.1);
    private static readonly Paint Chrome = new(Vec.Rgb(0xC0C4C8), 0.7);

    public static Scene Make() => new(
        "truck",
        new Group(0, Backdrops.Floor(Vec.Rgb(0x82807C), 0.18, 30), new Turned(Truck(), 1, -0.1, Vec.Zero)),
        new Camera(new Vec(1.8, 1.9, 10), new Vec(0.02, 1.2, 0), 3.5),
        new Light(new Vec(0.5, 1, 0.7), new Vec(2.5, 2.4, 2.15), new Vec(0.7, 0.8, 0.95), new Vec(0.26, 0.25, 0.22),
            Backdrops.Split(
                Backdrops.Sky(new Vec(0.35, 0.55, 0.95), new Vec(0.9, 1.0, 1.2), 0.35),
                Backdrops.Foliage(Vec.Rgb(0x2E3C28), Vec.Rgb(0x6E7C58), 14), 0.04, 0.1)));

    private static Group Truck() => new(0,
        Solids.Box(new Vec(-0.6, 1.65, 0), new Vec(1.75, 0.95, 0.95), 0.05).In(Panels),
        Solids.Box(new Vec(-0.2, 0.58, 0), new Vec(2.1, 0.12, 0.7), 0.02).In(Black),
        Cab(),
        new Mirrored(Wheel(1.75)), new Mirrored(Wheel(-1.05)), new Mirrored(Wheel(-1.9)),
        new Mirrored(Details()));

    private static Paint Panels(Vec p)
    {
        bool stripe = p.Y is > 1.05 and < 1.3;
        double rib = (p.X + 8) * 2.5;
        return stripe ? Blue : rib - Math.Floor(rib) < 0.06 ? new Paint(Vec.Rgb(0xB8B8B4)) : White;
    }

    private static Group Cab() => new(0.04,
        Solids.Prism(
            [new(1.25, 0.45, 0), new(2.4, 0.45, 0), new(2.45, 1.15, 0), new(2.15, 1.98, 0), new(1.25, 2.05, 0)], 0, 0.88, 0.1)
            .In(p =>
        {
            bool band = p.Y is > 1.22 and < 1.82;
            bool pane = Math.Abs(p.Z) > 0.8 ? p.X is > 1.5 and < 2.1 : p.X > 2.0 && Math.Abs(p.Z) < 0.76;
            return band && pane ? Glass : Blue;
        }));

    private static Group Wheel(double x) => new(0,
        Solids.Drum(new Vec(x, 0.45, 0.78), 0.45, 0.16, 0.07).In(Black),
        Solids.Drum(new Vec(x, 0.45, 0.86), 0.22, 0.12, 0.03).In(Chrome));

    private static Group Details() => new(0,
        Solids.Box(new Vec(2.42, 0.75, 0.62), new Vec(0.05, 0.1, 0.16), 0.03).In(new Paint(Vec.Rgb(0xFFFFF0), 0.9)),
        Solids.Box(new Vec(2.43, 0.85, 0), new Vec(0.05, 0.18, 0.4), 0.02).In(Chrome),
        Solids.Box(new Vec(2.42, 0.5, 0), new Vec(0.08, 0.09, 0.85), 0.03).In(Chrome),
        Solids.Box(new Vec(2.2, 1.5, 1.02), new Vec(0.06, 0.18, 0.05), 0.03).In(Black));
}
