using System.Globalization;

namespace TinyClassify.Tflite.Tests;

/// <summary>How much to test, from environment variables.</summary>
internal static class Setting
{
    public static int Integer(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture)
        : otherwise;
}
