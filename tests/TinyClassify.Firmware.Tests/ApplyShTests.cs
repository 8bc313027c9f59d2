namespace TinyClassify.Firmware.Tests;

public sealed class ApplyShTests : ApplyTests
{
    protected override string Name => "apply.sh";

    protected override (int ExitCode, string Output) RunScript(string folder, string[] arguments)
    {
        Skip.IfNot(Tool.Exists("bash"), "bash is not installed");
        return Tool.Run(folder, "bash", [Path.Combine(Overlay.Patch, Name), .. arguments]);
    }
}
