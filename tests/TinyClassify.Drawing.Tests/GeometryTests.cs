using Xunit;

namespace TinyClassify.Drawing.Tests;

public class GeometryTests
{
    [Fact]
    public void Sine_of_turns_follows_the_sine()
    {
        double largest = 0;
        for (int i = -4000; i <= 4000; i++)
            largest = Math.Max(largest, Math.Abs(ExactMath.SinTurns(i / 1000.0) - Math.Sin(i / 1000.0 * 2 * Math.PI)));

        Assert.InRange(largest, 0, 4e-6);
    }

    [Fact]
    public void A_blended_group_reaches_beyond_its_parts_only_where_they_meet()
    {
        Shape left = Solids.Ball(new Vec(-1, 0, 0), 1), right = Solids.Ball(new Vec(1, 0, 0), 1);
        var blended = new Group(0.4, left, right);
        var edge = new Vec(0, 0.05, 0);

        Assert.True(blended.Distance(edge) < left.Distance(edge) - 0.05);
        Assert.Equal(left.Distance(new Vec(-3, 0, 0)), blended.Distance(new Vec(-3, 0, 0)), 12);
    }

    [Fact]
    public void A_turned_shape_keeps_its_size_and_moves_its_bounds()
    {
        var turned = new Turned(Solids.Box(new Vec(2, 0, 0), new Vec(0.5, 0.2, 0.2), 0.01), 1, 0.25, Vec.Zero);

        Assert.InRange(turned.Distance(new Vec(0, 0, -2.5)), -1e-4, 1e-4);
        Assert.InRange((turned.Center - new Vec(0, 0, -2)).Length, 0, 1e-4);
    }
}
