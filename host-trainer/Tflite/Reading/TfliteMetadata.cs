namespace TinyClassify.Tflite;

/// <summary>A named block of bytes that runtimes ignore.</summary>
public sealed record TfliteMetadata(string Name, ReadOnlyMemory<byte> Data);
