namespace TinyClassify.Tflite;

/// <summary>Makes a folder, with those above it that are missing, and takes away again what stayed empty.</summary>
public sealed class FreshFolder : IDisposable
{
    private readonly List<string> _made = [];

    public FreshFolder(string path)
    {
        for (var folder = Path.GetFullPath(path); folder is not null
            && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            _made.Add(folder);
        Directory.CreateDirectory(path);
    }

    public void Dispose()
    {
        foreach (var folder in _made)
        {
            if (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }
}
