using System.Management.Automation;
using System.Management.Automation.Runspaces;
using TinyClassify.PowerShell;

// powershell-engine SCRIPT [ARGUMENTS]: what `pwsh -File` does, with the engine's own commands only. The modules that pwsh brings
// along (Get-Content, Test-Path, Copy-Item ...) are in no package: our scripts call .NET instead.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: powershell-engine SCRIPT [ARGUMENTS]");
    return 2;
}

var host = new ScriptHost();
using var runspace = RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
runspace.Open();
runspace.SessionStateProxy.SetVariable("LASTEXITCODE", 0);
using var shell = System.Management.Automation.PowerShell.Create(runspace);
shell.AddCommand(Path.GetFullPath(args[0]));
foreach (var argument in args.Skip(1))
{
    if (argument is ['-', not '-', ..]) shell.AddParameter(argument[1..]);
    else shell.AddArgument(argument);
}

using var output = new PSDataCollection<PSObject>();
output.DataAdded += (_, added) => Console.WriteLine(output[added.Index]);
shell.Streams.Error.DataAdded += (_, added) => Console.Error.WriteLine(shell.Streams.Error[added.Index]);
try
{
    shell.Invoke(null, output);
}
catch (RuntimeException e)
{
    Console.Error.WriteLine($"{e.Message}\n{e.ErrorRecord?.ScriptStackTrace}");
    return 1;
}

return host.ExitCode ?? Convert.ToInt32(runspace.SessionStateProxy.GetVariable("LASTEXITCODE"));
