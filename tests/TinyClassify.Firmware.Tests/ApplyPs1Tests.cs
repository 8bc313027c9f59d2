namespace TinyClassify.Firmware.Tests;

public sealed class ApplyPs1Tests : ApplyTests
{
    protected override string Name => "apply.ps1";

    protected override (int ExitCode, string Output) RunScript(string folder, string[] arguments) =>
        PowerShellEngine.Run(folder, Path.Combine(Overlay.Patch, Name), arguments.Select(Translate).ToArray());

    // --any-commit is -AnyCommit here.
    private static string Translate(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal)
            ? "-" + string.Concat(argument[2..].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))
            : argument;
}
