using TinyClassify.Tflite.Format;

namespace TinyClassify.Tflite;

/// <summary>Names of the format's operators, so that an unsupported one is refused by name.</summary>
internal static class OperatorNames
{
    /// <summary>TFLite's name, "CUSTOM 'name'" for others' operators, "operator 200" for a number that has no name
    /// here.</summary>
    public static string Of(BuiltinOperator code, string customName) =>
        code == BuiltinOperator.CUSTOM ? $"CUSTOM '{customName}'" : Enum.GetName(code) ?? $"operator {(int)code}";
}
