namespace TinyClassify.VirtualBoard;

/// <summary>Where the virtual board finds what it uses: beside an installed program, else in the checkout.</summary>
public static class RepositoryPaths
{
    /// <summary>The built-in model: what the firmware carries in flash.</summary>
    public static string Model => Find("classifier.tflite", "native-interop", "model", "classifier.tflite");

    /// <summary>What `./build.sh bench --json` counted for the built-in model on a Cortex-M7.</summary>
    public static string Cost => Find("cost.json", "native-interop", "model", "cost.json");

    /// <summary>The built-in card.</summary>
    public static string Card => Find("card", "device", "card");

    /// <summary>The folder that holds TinyClassify.sln; the current folder where none is found.</summary>
    public static string Root { get; } = FindRoot();

    private static string Find(string installedName, params string[] inCheckout)
    {
        var installed = Path.Combine(AppContext.BaseDirectory, "board", installedName);
        return Path.Exists(installed) ? installed : Path.Combine([Root, .. inCheckout]);
    }

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
