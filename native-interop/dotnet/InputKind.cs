namespace TinyClassify.Runtime;

/// <summary>What a model's input takes (tc_input_kind).</summary>
public enum InputKind
{
    /// <summary>Numbers that no picture gives: sound, sensors.</summary>
    Tensor = 0,

    /// <summary>One channel: a picture's luma.</summary>
    Grey = 1,

    /// <summary>Red, green, blue.</summary>
    Rgb = 3,
}
