namespace TinyClassify.Trainer.Libtorch;

/// <summary>The device asked for cannot be used on this machine.</summary>
public sealed class UnavailableDeviceException(string message) : NotSupportedException(message);
