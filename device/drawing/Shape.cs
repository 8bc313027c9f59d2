namespace TinyClassify.Drawing;

/// <summary>A solid given by its distance field, inside a sphere beyond which nobody needs to ask.</summary>
public abstract class Shape(Vec center, double radius)
{
    public Vec Center { get; } = center;

    public double Radius { get; } = radius;

    /// <summary>A lower bound of the distance from p to the surface, metres; negative inside.</summary>
    public abstract double Distance(Vec p);

    /// <summary>The paint at (or next to) a point of the surface.</summary>
    public abstract Paint PaintAt(Vec p);

    /// <summary>Distance to the bounding sphere: never more than <see cref="Distance"/>.</summary>
    public double BoundDistance(Vec p) => (p - Center).Length - Radius;
}
