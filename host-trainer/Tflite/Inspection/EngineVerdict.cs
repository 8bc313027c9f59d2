using TinyClassify.Runtime;

namespace TinyClassify.Tflite;

/// <summary>What the engine itself says to a file: the microcontroller makes the same checks, but has no words for them.</summary>
internal static class EngineVerdict
{
    /// <summary>One line for the terminal.</summary>
    public static string Of(ReadOnlySpan<byte> file) => $"engine    {Ask(file)}\n";

    private static string Ask(ReadOnlySpan<byte> file)
    {
        try
        {
            ModelRequirements needs = ClassifierModel.Measure(file, kernels: KernelSet.CortexM7);
            return $"takes it: {Describe.Number(needs.ArenaBytes)} bytes of memory for activations with the Cortex-M7's kernels";
        }
        catch (TinyClassifyException refusal)
        {
            return $"refuses it. {Describe.Printable(refusal.Message)}";
        }
        catch (OverflowException)
        {
            return "wants more than 2 GB of memory for it";
        }
        catch (DllNotFoundException missing)
        {
            return $"was not asked: {missing.Message}";
        }
    }
}
