using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Clamp applied to an operator's output before it is stored. Values are those of the file format.</summary>
public enum FusedActivation
{
    None = (int)ActivationFunctionType.NONE,
    Relu = (int)ActivationFunctionType.RELU,
    Relu6 = (int)ActivationFunctionType.RELU6,
}
