using System.CommandLine;
using TinyClassify.Runtime;

namespace TinyClassify.Preparation;

/// <summary>Runs a command line, and turns what a person can act on into one line on the error stream; a defect keeps its
/// stack.</summary>
public static class CommandGuard
{
    /// <param name="configuration">Where to write; null for the terminal.</param>
    /// <param name="explain">Tells what else a person can act on, in words, or null.</param>
    /// <returns>0 when the command did its work, 1 when it could not, 2 when the command line is wrong, 130 when it was
    /// stopped.</returns>
    public static async Task<int> RunAsync(
        ParseResult parsed, InvocationConfiguration? configuration = null, Func<Exception, string?>? explain = null)
    {
        configuration ??= new InvocationConfiguration();
        configuration.EnableDefaultExceptionHandler = false;
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Say(error.Message);
            var command = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
            configuration.Error.WriteLine($"Try 'tinyclassify {command}--help'.");
            return 2;
        }

        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            Say("stopped. Run the same command again to go on.");
            return 130;
        }
        catch (Exception error) when (explain?.Invoke(error) is not null || IsActedOn(error))
        {
            Say(explain?.Invoke(error) ?? error.Message);
            return 1;
        }

        void Say(string message) => configuration.Error.WriteLine($"tinyclassify: {message}");
    }

    private static bool IsActedOn(Exception error) => error is IOException or InvalidDataException or NotSupportedException
        or ArgumentException or UnauthorizedAccessException or DllNotFoundException or TinyClassifyException;
}
