using System.Globalization;
using System.Management.Automation.Host;

namespace TinyClassify.PowerShell;

/// <summary>A host without a person: it keeps the exit code that a script asks for.</summary>
internal sealed class ScriptHost : PSHost
{
    /// <summary>What the script gave to `exit`, or null.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "TinyClassify tests";

    public override Version Version => new(1, 0);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface? UI => null;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("a test has no prompt");

    public override void ExitNestedPrompt() => throw new NotSupportedException("a test has no prompt");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
