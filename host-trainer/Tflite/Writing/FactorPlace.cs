namespace TinyClassify.Tflite;

/// <summary>Where the engine has its requantisation factors, 5 bytes a channel.</summary>
public enum FactorPlace
{
    /// <summary>In the file, which lies in flash.</summary>
    Flash,

    /// <summary>In the engine's state: the file is smaller, and as much more RAM is taken.</summary>
    Ram,
}
