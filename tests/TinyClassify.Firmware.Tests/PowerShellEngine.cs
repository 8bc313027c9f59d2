namespace TinyClassify.Firmware.Tests;

/// <summary>PowerShell's engine (tests/TinyClassify.PowerShell), which comes from NuGet and runs where .NET does.</summary>
internal static class PowerShellEngine
{
    public static (int ExitCode, string Output) Run(string folder, string script, params string[] arguments) =>
        Run(folder, null, script, arguments);

    /// <param name="path">Folders in which the script finds programs; null for those of this process.</param>
    public static (int ExitCode, string Output) Run(string folder, string? path, string script, string[] arguments) =>
        Tool.RunIn(folder, path, "dotnet", [Path.Combine(AppContext.BaseDirectory, "powershell-engine.dll"), script,
            .. arguments]);
}
