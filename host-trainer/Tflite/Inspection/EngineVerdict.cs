using TinyClassify.Runtime;

namespace TinyClassify.Tflite;

/// <summary>What the engine itself says to a file: the microcontroller makes the same checks, but has no words for them.</summary>
internal static class EngineVerdict
{
    /// <summary>One line for the terminal.</summary>
    public static string Of(ReadOnlySpan<byte> file)
    {
        (ModelRequirements? needs, string? obstacle) = Ask(file);
        return needs is ModelRequirements some
            ? $"engine    takes it: {Describe.Number(some.ArenaBytes)} bytes of memory for activations with the Cortex-M7's kernels\n"
            : $"engine    {obstacle}\n";
    }

    /// <summary>Why the engine does not take a file; null where it does.</summary>
    public static string? Obstacle(ReadOnlySpan<byte> file) => Ask(file).Obstacle;

    private static (ModelRequirements? Needs, string? Obstacle) Ask(ReadOnlySpan<byte> file)
    {
        try
        {
            return (ClassifierModel.Measure(file, kernels: KernelSet.CortexM7), null);
        }
        catch (TinyClassifyException refusal)
        {
            return (null, $"refuses it. {Describe.Printable(refusal.Message)}");
        }
        catch (OverflowException)
        {
            return (null, "wants more than 2 GB of memory for it");
        }
        catch (DllNotFoundException missing)
        {
            return (null, $"was not asked: {missing.Message}");
        }
    }
}
