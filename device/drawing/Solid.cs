namespace TinyClassify.Drawing;

/// <summary>One primitive with its paint.</summary>
public sealed class Solid(Vec center, double radius, Func<Vec, double> distance, Func<Vec, Paint> paint) : Shape(center, radius)
{
    public override double Distance(Vec p) => distance(p);

    public override Paint PaintAt(Vec p) => paint(p);

    /// <summary>The same solid in another paint.</summary>
    public Solid In(Paint other) => new(Center, Radius, distance, _ => other);

    /// <summary>The same solid in a paint that changes from place to place.</summary>
    public Solid In(Func<Vec, Paint> other) => new(Center, Radius, distance, other);
}
