namespace TinyClassify.Runtime;

/// <summary>How pixels of a camera or a bitmap lie in memory.</summary>
public enum FrameFormat
{
    /// <summary>Two bytes, little endian: red 15..11, green 10..5, blue 4..0.</summary>
    Rgb565 = 1,

    /// <summary>Red, green, blue.</summary>
    Rgb888 = 2,

    /// <summary>One byte.</summary>
    Grey8 = 3,

    /// <summary>Blue, green, red, and a byte that is not looked at.</summary>
    Bgrx8888 = 4,
}
