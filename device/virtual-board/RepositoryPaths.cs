namespace TinyClassify.VirtualBoard;

/// <summary>Where the checkout keeps what the virtual board uses.</summary>
public static class RepositoryPaths
{
    /// <summary>The built-in model: what the firmware carries in flash.</summary>
    public static string Model => Path.Combine(Root, "native-interop", "model", "classifier.tflite");

    /// <summary>What `./build.sh bench --json` counted for the built-in model on a Cortex-M7.</summary>
    public static string Cost => Path.Combine(Root, "native-interop", "model", "cost.json");

    /// <summary>The built-in card.</summary>
    public static string Card => Path.Combine(Root, "device", "card");

    /// <summary>The folder that holds TinyClassify.sln; the current folder where none is found.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TinyClassify.sln"))
                || Directory.Exists(Path.Combine(folder.FullName, "device", "virtual-board"))) return folder.FullName;
        }

        return Environment.CurrentDirectory;
    }
}
