using static TinyClassify.Drawing.ExactMath;

namespace TinyClassify.Drawing;

/// <summary>Draws a scene by marching rays through its distance field, with soft shadows, and grain like film's.</summary>
public static class Renderer
{
    private const int MaxSteps = 160;
    private const double FarAway = 80;       // metres
    private const int SamplesPerSide = 2;    // 4 rays a pixel
    private const double GrainStrength = 0.012;

    /// <returns>RGB bytes [size, size, 3].</returns>
    public static byte[] Draw(Scene scene, int size)
    {
        var rgb = new byte[size * size * 3];
        Parallel.For(0, size, row =>
        {
            for (int column = 0; column < size; column++)
            {
                var light = Vec.Zero;
                for (int sample = 0; sample < SamplesPerSide * SamplesPerSide; sample++)
                {
                    double x = column + (sample % SamplesPerSide + 0.5) / SamplesPerSide;
                    double y = row + (sample / SamplesPerSide + 0.5) / SamplesPerSide;
                    light += Develop(Trace(scene, scene.Camera.Ray(2 * x / size - 1, 1 - 2 * y / size)));
                }
                light /= SamplesPerSide * SamplesPerSide;
                double grain = (Noise.Hash(column, row, 1) + Noise.Hash(column, row, 2) - 1) * GrainStrength;
                int at = (row * size + column) * 3;
                rgb[at] = ToByte(light.X + grain);
                rgb[at + 1] = ToByte(light.Y + grain);
                rgb[at + 2] = ToByte(light.Z + grain);
            }
        });
        return rgb;
    }

    private static byte ToByte(double value) => (byte)(Clamp01(value) * 255 + 0.5);

    /// <summary>From linear light to picture brightness: bright light is compressed, then gamma 2.</summary>
    private static Vec Develop(Vec light)
    {
        static double Channel(double c) => Math.Sqrt(Clamp01(c * (1 + c / 6) / (1 + c)));
        return new Vec(Channel(light.X), Channel(light.Y), Channel(light.Z));
    }

    private static Vec Trace(Scene scene, Vec direction)
    {
        Vec origin = scene.Camera.Position;
        double t = March(scene.World, origin, direction);
        Vec background = scene.Light.Background(direction);
        if (t >= FarAway)
            return background;
        Vec color = Shade(scene, origin + direction * t, direction, t);
        double haze = t / (t + scene.Light.HazeDistance);
        return Vec.Mix(color, background, haze);
    }

    private static double March(Shape world, Vec origin, Vec direction)
    {
        double t = 0.02;
        for (int step = 0; step < MaxSteps && t < FarAway; step++)
        {
            double distance = world.Distance(origin + direction * t);
            if (distance < 0.0004 * t)
                return t;
            t += distance;
        }
        return t < FarAway ? t : FarAway;
    }

    private static Vec Shade(Scene scene, Vec p, Vec direction, double t)
    {
        Light light = scene.Light;
        Paint paint = scene.World.PaintAt(p);
        Vec normal = NormalAt(scene.World, p, 0.0006 * t);
        if (paint.Bump > 0)
            normal = Roughen(normal, p, paint.Bump);
        Vec toSun = light.ToSun.Normalized;
        double facing = Math.Max(Vec.Dot(normal, toSun), 0);
        double shadow = facing > 0 ? SunThrough(scene.World, p + normal * 0.004 * t, toSun) : 0;
        double open = Openness(scene.World, p, normal);
        double up = 0.5 + 0.5 * normal.Y;
        Vec incoming = light.Sun * (facing * shadow) + light.Sky * (up * open) + light.Bounce * ((1 - up) * open);
        Vec color = paint.Color * incoming;
        if (paint.Gloss <= 0)
            return color;
        Vec mirrored = Vec.Reflect(direction, normal);
        double grazing = SquareTimes(1 - Math.Abs(Vec.Dot(normal, direction)), 2);
        double highlight = SquareTimes(Math.Max(Vec.Dot(mirrored, toSun), 0), 5);
        return Vec.Mix(color, light.Background(mirrored) * open, paint.Gloss * (0.08 + 0.72 * grazing))
            + light.Sun * (highlight * shadow * paint.Gloss);
    }

    private static Vec NormalAt(Shape world, Vec p, double step)
    {
        double Along(Vec d) => world.Distance(p + d * step);
        // Four corners of a tetrahedron give the gradient with four samples instead of six.
        Vec a = new(1, -1, -1), b = new(-1, -1, 1), c = new(-1, 1, -1), d = new(1, 1, 1);
        return (a * Along(a) + b * Along(b) + c * Along(c) + d * Along(d)).Normalized;
    }

    private static Vec Roughen(Vec normal, Vec p, double depth)
    {
        Vec q = p / depth * 0.5;
        var bend = new Vec(Noise.Value(q), Noise.Value(q + new Vec(31, 0, 0)), Noise.Value(q + new Vec(0, 47, 0)));
        return (normal + (bend - new Vec(0.5, 0.5, 0.5)) * 0.9).Normalized;
    }

    /// <summary>Share of the sun that is seen; rays that pass close to something are partly covered.</summary>
    private static double SunThrough(Shape world, Vec from, Vec toSun)
    {
        const double SunSharpness = 14;
        double light = 1, t = 0.01;
        for (int step = 0; step < 60 && t < 20; step++)
        {
            double distance = world.Distance(from + toSun * t);
            if (distance < 0.0005)
                return 0;
            light = Math.Min(light, SunSharpness * distance / t);
            t += Math.Max(distance, 0.01);
        }
        return light;
    }

    /// <summary>Share of the sky that is seen: less where the field grows slower than the way from the surface.</summary>
    private static double Openness(Shape world, Vec p, Vec normal)
    {
        double covered = 0, weight = 1;
        for (int i = 1; i <= 5; i++)
        {
            double way = 0.03 * i * i;
            covered += weight * Math.Max(way - world.Distance(p + normal * way), 0) / way;
            weight *= 0.6;
        }
        return Clamp01(1 - covered * 0.4);
    }
}
