using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing.Scenes;

/// <summary>A tabby cat that sits indoors and looks into the camera.</summary>
public static class CatScene
{
    private static readonly Vec Light = Vec.Rgb(0x7E6A56);
    private static readonly Vec Stripe = Vec.Rgb(0x30261E);
    private static readonly Vec Pale = Vec.Rgb(0xE6DFD4);
    private static readonly Paint Skin = new(Vec.Rgb(0xC09488));
    private static readonly Paint Hair = new(Vec.Rgb(0xF4F0EA));
    private static readonly Paint Lips = new(Vec.Rgb(0x5A4038));

    public static Scene Make() => new(
        "cat",
        new Group(0, Backdrops.Floor(Vec.Rgb(0x5E6C80), 0.3, 8), Body(), Head()),
        new Camera(new Vec(0.5, 1.75, 7), new Vec(0.02, 1.4, 0), 7.0),
        new Light(new Vec(-0.6, 1, 0.9), new Vec(1.9, 1.75, 1.55), new Vec(0.7, 0.7, 0.72), new Vec(0.35, 0.28, 0.2),
            Backdrops.Foliage(Vec.Rgb(0xC4BCB0), Vec.Rgb(0xE2DCD2), 3)));

    private static Group Body() => new(0.15,
        Solids.Ellipsoid(new Vec(0.05, 0.6, -0.5), new Vec(0.62, 0.68, 0.75)).In(Coat),
        Solids.Ellipsoid(new Vec(0, 0.8, -0.1), new Vec(0.42, 0.5, 0.36)).In(Coat),
        Solids.Limb(new Vec(-0.2, 0.6, 0.15), new Vec(-0.2, 0.08, 0.3), 0.15, 0.12).In(Coat),
        Solids.Limb(new Vec(0.2, 0.6, 0.15), new Vec(0.2, 0.08, 0.3), 0.15, 0.12).In(Coat),
        Solids.Ellipsoid(new Vec(0.55, 0.25, -0.2), new Vec(0.25, 0.25, 0.45)).In(Coat),
        Solids.Ellipsoid(new Vec(-0.5, 0.25, -0.2), new Vec(0.25, 0.25, 0.45)).In(Coat));

    private static Group Head() => new(0,
        new Group(0.09,
            Solids.Ellipsoid(new Vec(0, 1.5, 0.1), new Vec(0.55, 0.46, 0.46)).In(Face),
            Cheek(-1), Cheek(1),
            Solids.Ellipsoid(new Vec(0, 1.36, 0.5), new Vec(0.13, 0.1, 0.12)).In(Face),
            Ear(-1), Ear(1)),
        Solids.Ellipsoid(new Vec(0, 1.44, 0.6), new Vec(0.06, 0.045, 0.05)).In(new Paint(Vec.Rgb(0xB07068), 0.4)),
        Mouth(-1), Mouth(1), Eye(-1), Eye(1), InnerEar(-1), InnerEar(1), Whiskers(-1), Whiskers(1));

    private static Solid Cheek(int side) =>
        Solids.Ellipsoid(new Vec(side * 0.13, 1.32, 0.45), new Vec(0.18, 0.14, 0.17)).In(Face);

    private static Group Mouth(int side) => new(0,
        Solids.Limb(new Vec(0, 1.36, 0.665), new Vec(side * 0.06, 1.305, 0.65), 0.012, 0.012).In(Lips),
        Solids.Limb(new Vec(side * 0.06, 1.305, 0.65), new Vec(side * 0.16, 1.33, 0.62), 0.012, 0.008).In(Lips));

    private static Solid Ear(int side) =>
        Solids.Limb(new Vec(side * 0.34, 1.76, 0.08), new Vec(side * 0.5, 2.14, 0.04), 0.22, 0.03).In(Face);

    private static Solid InnerEar(int side) =>
        Solids.Limb(new Vec(side * 0.36, 1.82, 0.23), new Vec(side * 0.475, 2.05, 0.1), 0.11, 0.02).In(Skin);

    private static Group Eye(int side) => new(0,
        Solids.Ellipsoid(new Vec(side * 0.215, 1.55, 0.485), new Vec(0.115, 0.095, 0.07)).In(p =>
        {
            double across = p.X - side * 0.23, down = p.Y - 1.55;
            bool pupil = across * across / 0.0025 + down * down / 0.0064 < 1;
            return pupil ? new Paint(Vec.Rgb(0x080808), 1) : new Paint(Vec.Rgb(0x9FA83E), 1);
        }));

    private static Group Whiskers(int side) => new(0,
        Whisker(side, 0.03), Whisker(side, -0.03), Whisker(side, -0.1));

    private static Solid Whisker(int side, double slope) => Solids.Limb(
        new Vec(side * 0.2, 1.34, 0.56), new Vec(side * 0.75, 1.36 + slope * 2, 0.45), 0.009, 0.004).In(Hair);

    private static Paint Face(Vec p)
    {
        // Stripes run up the forehead and around the cheeks; the muzzle is pale.
        double around = p.Y > 1.6 ? Math.Abs(p.X) * 5.5 : (p.Y + Math.Abs(p.X) * 0.5) * 6;
        double stripe = Smooth(0.1, 0.7, SinTurns(around + 0.3 * Noise.Value(p * 6)));
        double pale = Smooth(0.3, 0.2, (new Vec(p.X, (p.Y - 1.28) * 1.2, 0)).Length);
        return Fur(Vec.Mix(Vec.Mix(Light, Stripe, stripe * 0.7), Pale, pale), p);
    }

    private static Paint Coat(Vec p)
    {
        double stripe = Smooth(0.0, 0.7, SinTurns(p.Y * 3.4 + Math.Abs(p.X) * 1.5 + 0.5 * Noise.Value(p * 4)));
        double chest = Smooth(0.32, 0.15, Math.Abs(p.X)) * Smooth(0.0, 0.15, p.Z) * Smooth(0.35, 0.6, p.Y);
        return Fur(Vec.Mix(Vec.Mix(Light, Stripe, stripe * 0.7), Pale, Math.Max(chest, Smooth(0.2, 0.1, p.Y))), p);
    }

    private static Paint Fur(Vec color, Vec p) => new(color * (0.75 + 0.5 * Noise.Octaves(p * 22, 3)), Bump: 0.025);
}
