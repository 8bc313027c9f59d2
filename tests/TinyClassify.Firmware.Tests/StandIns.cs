namespace TinyClassify.Firmware.Tests;

/// <summary>Programs that only write down how they were called, for scripts whose calls are what a test looks at.</summary>
internal sealed class StandIns(Scratch scratch)
{
    private string Calls => scratch.File("calls.txt");

    public string Folder => scratch.File("bin");

    /// <summary>Each call, as PROGRAM ARGUMENT|ARGUMENT...</summary>
    public string[] Called => File.Exists(Calls) ? File.ReadAllLines(Calls) : [];

    /// <param name="body">Shell commands after the call was written down.</param>
    public StandIns Add(string program, string body = "exit 0")
    {
        var path = scratch.Write($"bin/{program}",
            $"#!/bin/sh\n(printf '%s' '{program} '; for a in \"$@\"; do printf '%s|' \"$a\"; done; echo) >>'{Calls}'\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    /// <summary>The program itself, for scripts that shall find no others than these.</summary>
    public StandIns Link(string program)
    {
        var path = Array.Find([$"/usr/bin/{program}", $"/bin/{program}"], File.Exists)
            ?? throw new FileNotFoundException($"there is no {program}");
        Directory.CreateDirectory(Folder);
        File.CreateSymbolicLink(Path.Combine(Folder, program), path);
        return this;
    }
}
