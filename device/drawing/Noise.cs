namespace TinyClassify.Drawing;

/// <summary>Repeatable noise from integer hashes; a texture is a sum of its octaves.</summary>
public static class Noise
{
    /// <summary>A number in [0, 1) for a lattice point.</summary>
    public static double Hash(int x, int y, int z)
    {
        unchecked
        {
            uint h = (uint)x * 0x9E3779B1u ^ (uint)y * 0x85EBCA77u ^ (uint)z * 0xC2B2AE3Du;
            h = (h ^ h >> 15) * 0x2C1B3C6Du;
            h = (h ^ h >> 12) * 0x297A2D39u;
            h ^= h >> 15;
            return h / 4294967296.0;
        }
    }

    /// <summary>Smooth noise in [0, 1); one bump a unit.</summary>
    public static double Value(Vec p)
    {
        double fx = Math.Floor(p.X), fy = Math.Floor(p.Y), fz = Math.Floor(p.Z);
        int x = (int)fx, y = (int)fy, z = (int)fz;
        double u = Ease(p.X - fx), v = Ease(p.Y - fy), w = Ease(p.Z - fz);
        double Row(int j, int k) => ExactMath.Mix(Hash(x, j, k), Hash(x + 1, j, k), u);
        return ExactMath.Mix(
            ExactMath.Mix(Row(y, z), Row(y + 1, z), v),
            ExactMath.Mix(Row(y, z + 1), Row(y + 1, z + 1), v),
            w);
    }

    /// <summary>Sum of octaves, each half as strong and twice as fine; in [0, 1), about 0.5.</summary>
    public static double Octaves(Vec p, int count)
    {
        double sum = 0, strength = 0.5, total = 0;
        for (int i = 0; i < count; i++)
        {
            sum += strength * Value(p);
            total += strength;
            strength *= 0.5;
            p = p * 2 + new Vec(17.3, 5.1, 9.7); // keeps the lattices of two octaves apart
        }
        return sum / total;
    }

    private static double Ease(double t) => t * t * (3 - 2 * t);
}
