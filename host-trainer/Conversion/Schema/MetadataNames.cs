namespace TinyClassify.Conversion;

/// <summary>Names of the metadata entries that TinyClassify writes.</summary>
public static class MetadataNames
{
    /// <summary>UTF-8 class names in output order, '\n' between, none at the end. Read by the engine.</summary>
    public const string Labels = "tinyclassify.labels";

    /// <summary>The oldest TensorFlow Lite that runs the file, e.g. "1.14.0", padded with zeros to 16 bytes.</summary>
    public const string MinimumRuntimeVersion = "min_runtime_version";
}
