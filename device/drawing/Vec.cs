namespace TinyClassify.Drawing;

/// <summary>A point, a direction (metres; x right, y up, z towards the viewer) or a linear-light RGB colour.</summary>
public readonly record struct Vec(double X, double Y, double Z)
{
    public static readonly Vec Zero = new(0, 0, 0);
    public static readonly Vec Up = new(0, 1, 0);

    public double LengthSquared => X * X + Y * Y + Z * Z;

    public double Length => Math.Sqrt(LengthSquared);

    public Vec Normalized => this / Length;

    public static Vec operator +(Vec a, Vec b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vec operator -(Vec a, Vec b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vec operator -(Vec a) => new(-a.X, -a.Y, -a.Z);

    public static Vec operator *(Vec a, double s) => new(a.X * s, a.Y * s, a.Z * s);

    public static Vec operator *(double s, Vec a) => a * s;

    public static Vec operator *(Vec a, Vec b) => new(a.X * b.X, a.Y * b.Y, a.Z * b.Z);

    public static Vec operator /(Vec a, double s) => a * (1 / s);

    public static double Dot(Vec a, Vec b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    public static Vec Cross(Vec a, Vec b) =>
        new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    public static Vec Reflect(Vec direction, Vec normal) => direction - normal * (2 * Dot(direction, normal));

    public static Vec Mix(Vec a, Vec b, double t) => a + (b - a) * t;

    /// <summary>A colour as painters give it, 0xRRGGBB with gamma 2, as linear light.</summary>
    public static Vec Rgb(int hex)
    {
        double r = (hex >> 16 & 255) / 255.0, g = (hex >> 8 & 255) / 255.0, b = (hex & 255) / 255.0;
        return new Vec(r * r, g * g, b * b);
    }
}
