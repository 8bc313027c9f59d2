namespace TinyClassify;

/// <summary>Finds files of the checkout that the tests run in.</summary>
internal static class RepositoryRoot
{
    private static readonly Lazy<string> s_path = new(Find);

    public static string Combine(params string[] parts) => Path.Combine([s_path.Value, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(Combine(parts));

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                return folder.FullName;
        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Directory.Packages.props.");
    }
}
