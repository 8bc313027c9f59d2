namespace TinyClassify.Conversion;

/// <summary>Writes a file beside its place and renames it, so that nobody ever reads half of one.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> contents)
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string beside = $"{full}.{Environment.ProcessId}.part";
        File.WriteAllBytes(beside, contents);
        File.Move(beside, full, overwrite: true);
    }

    /// <summary>UTF-8 without a byte order mark.</summary>
    public static void Write(string path, string contents) => Write(path, System.Text.Encoding.UTF8.GetBytes(contents));
}
