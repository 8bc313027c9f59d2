namespace TinyClassify.Runtime;

/// <summary>How the engine rounds when it rescales an accumulator to an int8 activation.</summary>
public enum Rounding
{
    /// <summary>Twice, as TensorFlow Lite for Microcontrollers and CMSIS-NN do: what the board computes.</summary>
    Double,

    /// <summary>Once, to the nearest of the exact value, halves upwards: what training simulates.</summary>
    Single,

    /// <summary>Once, in float32, byte for byte as LiteRT (XNNPACK) does: it may miss the nearest where the exact value lies
    /// within float32's error of a half.</summary>
    Float,
}
