namespace TinyClassify.Drawing;

/// <summary>A shape turned about one axis through a pivot.</summary>
public sealed class Turned : Shape
{
    private readonly Shape _shape;
    private readonly Vec _pivot;
    private readonly int _axis;
    private readonly double _sin, _cos;

    /// <param name="axis">0, 1 or 2: x, y or z.</param>
    /// <param name="turns">1 is a full turn; right-handed.</param>
    public Turned(Shape shape, int axis, double turns, Vec pivot)
        : base(pivot + Rotate(shape.Center - pivot, axis, ExactMath.SinTurns(turns), ExactMath.CosTurns(turns)), shape.Radius)
    {
        _shape = shape;
        _pivot = pivot;
        _axis = axis;
        _sin = ExactMath.SinTurns(turns);
        _cos = ExactMath.CosTurns(turns);
    }

    public override double Distance(Vec p) => _shape.Distance(Back(p));

    public override Paint PaintAt(Vec p) => _shape.PaintAt(Back(p));

    private Vec Back(Vec p) => _pivot + Rotate(p - _pivot, _axis, -_sin, _cos);

    private static Vec Rotate(Vec p, int axis, double sin, double cos) => axis switch
    {
        0 => new Vec(p.X, p.Y * cos - p.Z * sin, p.Y * sin + p.Z * cos),
        1 => new Vec(p.X * cos + p.Z * sin, p.Y, p.Z * cos - p.X * sin),
        _ => new Vec(p.X * cos - p.Y * sin, p.X * sin + p.Y * cos, p.Z),
    };
}
