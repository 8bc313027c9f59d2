namespace TinyClassify.Drawing;

/// <summary>
/// Functions made of + - * / and square root only. IEEE 754 fixes those to the last bit, where sine and power differ from one
/// C library to the next: this is why every machine draws the same bytes.
/// </summary>
public static class ExactMath
{
    public static double Clamp01(double x) => x < 0 ? 0 : x > 1 ? 1 : x;

    public static double Mix(double a, double b, double t) => a + (b - a) * t;

    /// <summary>0 below from, 1 above to, smooth between; falls where from is the greater.</summary>
    public static double Smooth(double from, double to, double x)
    {
        double t = Clamp01((x - from) / (to - from));
        return t * t * (3 - 2 * t);
    }

    /// <summary>Sine of an angle in turns; Taylor's series on a quarter turn, off by less than 4e-6.</summary>
    public static double SinTurns(double turns)
    {
        double t = turns - Math.Floor(turns);
        double sign = 1;
        if (t >= 0.5)
        {
            t -= 0.5;
            sign = -1;
        }
        if (t > 0.25)
            t = 0.5 - t;
        double x = t * (2 * Math.PI), square = x * x;
        return sign * x * (1 + square * (-1 / 6.0 + square * (1 / 120.0 + square * (-1 / 5040.0 + square / 362880.0))));
    }

    public static double CosTurns(double turns) => SinTurns(turns + 0.25);

    /// <summary>x to the power 2^<paramref name="squarings"/>.</summary>
    public static double SquareTimes(double x, int squarings)
    {
        for (int i = 0; i < squarings; i++)
            x *= x;
        return x;
    }
}
