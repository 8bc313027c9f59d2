namespace TinyClassify.Firmware.Tests;

/// <summary>Files of the checkout that the tests run in.</summary>
internal static class Overlay
{
    private static readonly Lazy<string> s_root = new(FindRoot);

    public static string Patch => Path.Combine(s_root.Value, "nf-interpreter-patch");

    public static string Files => Path.Combine(Patch, "overlay");

    public static string Board => Path.Combine(Files, "targets", "ChibiOS", "ST_STM32F746G_DISCOVERY");

    public static string Root => s_root.Value;

    public static string Read(params string[] parts) => File.ReadAllText(Path.Combine([Board, .. parts]));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Directory.Packages.props.");
    }
}
