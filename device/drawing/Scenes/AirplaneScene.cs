namespace TinyClassify.Drawing.Scenes;

/// <summary>An airliner climbing through a blue sky.</summary>
public static class AirplaneScene
{
    private static readonly Paint White = new(Vec.Rgb(0xF2F2F0), 0.35);
    private static readonly Paint Blue = new(Vec.Rgb(0x1E3F8C), 0.35);
    private static readonly Paint Grey = new(Vec.Rgb(0xB8BCC2), 0.3);
    private static readonly Paint Dark = new(Vec.Rgb(0x30343A), 0.3);

    public static Scene Make()
    {
        Shape plane = new Group(0, Fuselage(), Fin(), new Mirrored(Wing()), new Mirrored(Tailplane()), new Mirrored(Engine()));
        return new Scene(
            "airplane",
            new Turned(plane, 2, 0.025, Vec.Zero),
            new Camera(new Vec(2.2, -1.6, 8), new Vec(-0.12, 0.1, 0), 3.5),
            new Light(new Vec(0.5, 1, 0.7), new Vec(2.6, 2.5, 2.3), new Vec(0.8, 0.95, 1.2), new Vec(0.55, 0.62, 0.7),
                Backdrops.Sky(new Vec(0.10, 0.27, 0.75), new Vec(0.42, 0.66, 1.15), 0.35)));
    }

    private static Group Fuselage() => new(0.12,
        Solids.Limb(new Vec(-1.0, 0, 0), new Vec(1.5, 0, 0), 0.25, 0.25).In(Livery),
        Solids.Ellipsoid(new Vec(1.62, -0.03, 0), new Vec(0.5, 0.22, 0.22)).In(Livery),
        Solids.Limb(new Vec(-0.9, 0, 0), new Vec(-2.15, 0.16, 0), 0.25, 0.06).In(Livery));

    private static Paint Livery(Vec p)
    {
        bool window = p.Y is > 0.04 and < 0.1 && p.X is > -1.4 and < 1.6 && p.X * 9 - Math.Floor(p.X * 9) < 0.5;
        bool cockpit = p.X > 1.78 && p.Y is > 0.04 and < 0.12;
        return window || cockpit ? Dark : p.Y < -0.09 ? Grey : White;
    }

    private static Solid Fin() => Solids.Prism(
        [new(-2.1, 0.1, 0), new(-1.3, 0.15, 0), new(-2.0, 1.0, 0), new(-2.35, 1.0, 0)], 0, 0.035, 0.03).In(Blue);

    // Outlines are drawn in the x-y plane and laid flat by a quarter turn about x.
    private static Turned Wing() => new(
        Solids.Prism([new(-0.55, 0.1, 0), new(0.62, 0.1, 0), new(-0.75, 2.15, 0), new(-1.05, 2.15, 0)], 0.1, 0.035, 0.03)
        .In(Grey),
        0, 0.235, Vec.Zero);

    private static Turned Tailplane() => new(
        Solids.Prism([new(-2.1, 0.05, 0), new(-1.6, 0.05, 0), new(-2.1, 0.85, 0), new(-2.32, 0.85, 0)], -0.15, 0.025, 0.02)
        .In(Grey),
        0, 0.24, Vec.Zero);

    private static Group Engine() => new(0.02,
        Solids.Limb(new Vec(0.0, -0.24, 0.75), new Vec(0.4, -0.24, 0.75), 0.11, 0.14).In(Blue),
        Solids.Ball(new Vec(0.5, -0.24, 0.75), 0.09).In(Dark));
}
