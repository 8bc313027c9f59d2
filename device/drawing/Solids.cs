using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing;

/// <summary>The primitives, grey until painted. Lengths in metres.</summary>
public static class Solids
{
    private const double Everywhere = 1e6;

    public static Solid Ball(Vec center, double radius) =>
        Make(center, radius, p => (p - center).Length - radius);

    /// <summary>Estimates the distance to first order: safe while half axes differ by no more than about five times.</summary>
    public static Solid Ellipsoid(Vec center, Vec halfAxes) =>
        Make(center, Math.Max(halfAxes.X, Math.Max(halfAxes.Y, halfAxes.Z)), p =>
        {
            Vec d = p - center;
            var scaled = new Vec(d.X / halfAxes.X, d.Y / halfAxes.Y, d.Z / halfAxes.Z);
            var gradient = new Vec(scaled.X / halfAxes.X, scaled.Y / halfAxes.Y, scaled.Z / halfAxes.Z);
            double k = scaled.Length, slope = gradient.Length;
            return slope < 1e-9 ? -Math.Min(halfAxes.X, Math.Min(halfAxes.Y, halfAxes.Z)) : k * (k - 1) / slope;
        });

    /// <summary>A limb: a rod with round ends whose radius goes evenly from one end to the other.</summary>
    public static Solid Limb(Vec from, Vec to, double fromRadius, double toRadius)
    {
        Vec axis = to - from;
        double lengthSquared = axis.LengthSquared;
        // The straight taper's distance field is too steep by this factor.
        double slope = (fromRadius - toRadius) / Math.Sqrt(lengthSquared);
        double safety = 1 / Math.Sqrt(1 + slope * slope);
        return Make((from + to) / 2, Math.Sqrt(lengthSquared) / 2 + Math.Max(fromRadius, toRadius), p =>
        {
            double t = Clamp01(Vec.Dot(p - from, axis) / lengthSquared);
            return ((p - from - axis * t).Length - Mix(fromRadius, toRadius, t)) * safety;
        });
    }

    /// <summary>A box with rounded edges.</summary>
    /// <param name="half">Half the outer size.</param>
    public static Solid Box(Vec center, Vec half, double rounding) =>
        Make(center, half.Length, p =>
        {
            double x = Math.Abs(p.X - center.X) - half.X + rounding;
            double y = Math.Abs(p.Y - center.Y) - half.Y + rounding;
            double z = Math.Abs(p.Z - center.Z) - half.Z + rounding;
            var outside = new Vec(Math.Max(x, 0), Math.Max(y, 0), Math.Max(z, 0));
            return outside.Length + Math.Min(Math.Max(x, Math.Max(y, z)), 0) - rounding;
        });

    /// <summary>A disc or drum whose axis is z.</summary>
    public static Solid Drum(Vec center, double radius, double halfWidth, double rounding) =>
        Make(center, radius + halfWidth, p =>
        {
            Vec d = p - center;
            double r = Math.Sqrt(d.X * d.X + d.Y * d.Y) - radius + rounding;
            double w = Math.Abs(d.Z) - halfWidth + rounding;
            double ro = Math.Max(r, 0), wo = Math.Max(w, 0);
            return Math.Min(Math.Max(r, w), 0) + Math.Sqrt(ro * ro + wo * wo) - rounding;
        });

    /// <summary>What lies below an outline in the x-y plane, drawn out along z: a hull, a cabin, a fin.</summary>
    /// <param name="outline">Corners in counter-clockwise order; the outline must be convex.</param>
    public static Solid Prism(Vec[] outline, double centerZ, double halfWidth, double rounding)
    {
        var center = Vec.Zero;
        foreach (Vec corner in outline)
            center += corner / outline.Length;
        center = new Vec(center.X, center.Y, centerZ);
        double radius = 0;
        foreach (Vec corner in outline)
            radius = Math.Max(radius, (new Vec(corner.X, corner.Y, centerZ) - center).Length);
        var normals = new Vec[outline.Length];
        for (int i = 0; i < outline.Length; i++)
        {
            Vec edge = outline[(i + 1) % outline.Length] - outline[i];
            normals[i] = new Vec(edge.Y, -edge.X, 0).Normalized;
        }
        return Make(center, radius + halfWidth, p =>
        {
            double side = double.MinValue;
            for (int i = 0; i < outline.Length; i++)
                side = Math.Max(side, (p.X - outline[i].X) * normals[i].X + (p.Y - outline[i].Y) * normals[i].Y);
            double s = side + rounding, w = Math.Abs(p.Z - centerZ) - halfWidth + rounding;
            double so = Math.Max(s, 0), wo = Math.Max(w, 0);
            return Math.Min(Math.Max(s, w), 0) + Math.Sqrt(so * so + wo * wo) - rounding;
        });
    }

    /// <summary>Ground or water: all that lies below a height that depends on x and z.</summary>
    /// <param name="height">Metres; slopes up to 1 are safe.</param>
    public static Solid Ground(Func<double, double, double> height) =>
        Make(Vec.Zero, Everywhere, p => (p.Y - height(p.X, p.Z)) * 0.7);

    private static Solid Make(Vec center, double radius, Func<Vec, double> distance) =>
        new(center, radius, distance, _ => new Paint(new Vec(0.5, 0.5, 0.5)));
}
