namespace TinyClassify.Drawing;

/// <summary>Several shapes that stand together, or flow into one another where they meet.</summary>
public sealed class Group : Shape
{
    private readonly Shape[] _parts;
    private readonly double _blend;

    /// <param name="blend">Width of the transition between two parts, metres; 0 keeps the edge.</param>
    public Group(double blend, params Shape[] parts)
        : base(CenterOf(parts), RadiusOf(parts) + blend)
    {
        _parts = parts;
        _blend = blend;
    }

    public override double Distance(Vec p)
    {
        double nearest = double.MaxValue;
        foreach (Shape part in _parts)
        {
            // A part that is farther than the nearest by more than the blend changes nothing.
            double bound = part.BoundDistance(p);
            if (bound > nearest + _blend)
                continue;
            nearest = SmoothMin(nearest, bound > 1 ? bound : part.Distance(p));
        }
        return nearest;
    }

    public override Paint PaintAt(Vec p)
    {
        double nearest = double.MaxValue;
        var paint = default(Paint);
        foreach (Shape part in _parts)
        {
            if (part.BoundDistance(p) > nearest + _blend)
                continue;
            double distance = part.Distance(p);
            if (_blend > 0 && nearest < double.MaxValue)
                paint = Paint.Mix(paint, part.PaintAt(p), ExactMath.Clamp01(0.5 + 0.5 * (nearest - distance) / _blend));
            else if (distance < nearest)
                paint = part.PaintAt(p);
            nearest = SmoothMin(nearest, distance);
        }
        return paint;
    }

    /// <summary>The polynomial smooth minimum: differs from the minimum only where the two are within the blend.</summary>
    private double SmoothMin(double a, double b)
    {
        double overlap = _blend - Math.Abs(a - b);
        return overlap <= 0 ? Math.Min(a, b) : Math.Min(a, b) - overlap * overlap / (4 * _blend);
    }

    private static Vec CenterOf(Shape[] parts)
    {
        var sum = Vec.Zero;
        foreach (Shape part in parts)
            sum += part.Center;
        return sum / parts.Length;
    }

    private static double RadiusOf(Shape[] parts)
    {
        Vec center = CenterOf(parts);
        double radius = 0;
        foreach (Shape part in parts)
            radius = Math.Max(radius, (part.Center - center).Length + part.Radius);
        return radius;
    }
}
