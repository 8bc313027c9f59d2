namespace TinyClassify.Drawing;

/// <summary>A shape and its mirror image behind the plane z = 0: drawn with z > 0, as animals and vehicles are.</summary>
public sealed class Mirrored(Shape half)
    : Shape(new Vec(half.Center.X, half.Center.Y, 0), half.Radius + Math.Abs(half.Center.Z))
{
    public override double Distance(Vec p) => half.Distance(new Vec(p.X, p.Y, Math.Abs(p.Z)));

    public override Paint PaintAt(Vec p) => half.PaintAt(new Vec(p.X, p.Y, Math.Abs(p.Z)));
}
