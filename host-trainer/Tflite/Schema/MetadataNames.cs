namespace TinyClassify.Tflite;

/// <summary>Names of the metadata entries that TinyClassify writes.</summary>
public static class MetadataNames
{
    /// <summary>UTF-8 class names in output order, '\n' between, none at the end. Read by the engine.</summary>
    public const string Labels = "tinyclassify.labels";

    /// <summary>Requantisation factors, laid out as <see cref="CarriedFactors"/> tells. Read by the engine.</summary>
    public const string Requantization = "tinyclassify.requantization";

    /// <summary>What a picture's byte becomes, int8 [channels, 256]; left out where it is p - 128. Read by the engine.</summary>
    public const string Input = "tinyclassify.input";

    /// <summary>The oldest TensorFlow Lite that runs the file, e.g. "1.14.0", padded with zeros to 16 bytes.</summary>
    public const string MinimumRuntimeVersion = "min_runtime_version";

    /// <summary>The standard description of input and output (metadata.fbs) that other tools read. Files that it names, such as
    /// the labels, stand in a zip archive at the end of the .tflite file.</summary>
    public const string Standard = "TFLITE_METADATA";
}
