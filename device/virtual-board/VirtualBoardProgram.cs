using System.CommandLine;
using TinyClassify.VirtualBoard.Demo;
using TinyClassify.VirtualBoard.Web;

namespace TinyClassify.VirtualBoard;

/// <summary>The command line of the virtual board.</summary>
public static class VirtualBoardProgram
{
    /// <summary>Its verbs, for this program and for others that offer them.</summary>
    public static IEnumerable<Command> Verbs() => [DemoCommand.Create(), BoardCommand.Create()];

    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var root = new RootCommand("The virtual STM32F746G-Discovery: the board's own application on a PC.");
        foreach (var verb in Verbs()) root.Subcommands.Add(verb);
        var parsed = root.Parse(args);
        var exitCode = await parsed.InvokeAsync();
        return parsed.Errors.Count > 0 ? ExitCode.NotDone : exitCode; // Of wrong arguments, the library says 1.
    }
}
