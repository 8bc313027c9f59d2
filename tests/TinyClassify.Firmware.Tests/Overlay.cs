namespace TinyClassify.Firmware.Tests;

/// <summary>Files of the checkout that the tests run in.</summary>
internal static class Overlay
{
    public static string Patch => RepositoryRoot.Combine("nf-interpreter-patch");

    public static string Files => Path.Combine(Patch, "overlay");

    public static string Board => Path.Combine(Files, "targets", "ChibiOS", "ST_STM32F746G_DISCOVERY");

    public static string Read(params string[] parts) => File.ReadAllText(Path.Combine([Board, .. parts]));
}
