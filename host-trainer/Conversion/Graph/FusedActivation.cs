namespace TinyClassify.Conversion;

/// <summary>Clamp applied to an operator's output before it is stored. Values are those of the file format.</summary>
public enum FusedActivation
{
    None = 0,
    Relu = 1,
    Relu6 = 3,
}
