using System.CommandLine;
using TinyClassify.Runtime;

namespace TinyClassify.Preparation;

/// <summary>Turns what a person can act on into one line on the error stream and exit code 1; a defect keeps its stack.</summary>
internal static class CommandGuard
{
    public static int Run(ParseResult parsed, Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or NotSupportedException or ArgumentException
            or UnauthorizedAccessException or TinyClassifyException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"tinyclassify: {error.Message}");
            return 1;
        }
    }
}
