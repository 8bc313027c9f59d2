namespace TinyClassify.Runtime;

/// <summary>How the engine rounds when it rescales an accumulator to an int8 activation.</summary>
public enum Rounding
{
    /// <summary>Twice, as TensorFlow Lite for Microcontrollers and CMSIS-NN do: what the board computes.</summary>
    Double,

    /// <summary>Once, as LiteRT (XNNPACK) does.</summary>
    Single,
}
