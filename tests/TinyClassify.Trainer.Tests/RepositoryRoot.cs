namespace TinyClassify.Trainer.Tests;

internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            if (File.Exists(System.IO.Path.Combine(folder, "Directory.Packages.props")))
                return folder;
        throw new DirectoryNotFoundException($"No Directory.Packages.props above {AppContext.BaseDirectory}.");
    }
}
