using TinyClassify.Runtime;

namespace TinyClassify.Tflite;

/// <summary>What the engine itself says to a file: the microcontroller makes the same checks, but has no words for
/// them.</summary>
internal static class EngineVerdict
{
    // As memory_plan.h has it where nothing else is defined.
    private const int MicrocontrollerOperators = 200;

    /// <summary>One line for the terminal, and another for a model that a microcontroller's build has no room for.</summary>
    public static string Of(ReadOnlySpan<byte> file)
    {
        (ModelRequirements? needs, string? obstacle) = Ask(file);
        if (needs is not ModelRequirements some)
            return $"engine    {obstacle}\n";
        int operators = TfliteReader.Read(file.ToArray()).Subgraphs[0].Operators.Length;
        string takes = $"engine    takes it: {Describe.Number(some.ArenaBytes)} bytes of memory for activations with the "
            + "Cortex-M7's kernels\n";
        return operators <= MicrocontrollerOperators ? takes
            : takes + $"          on a PC; a microcontroller takes {MicrocontrollerOperators} operators, the model has "
            + $"{operators}: " +
              $"compile with TC_MAX_OPERATORS={operators}\n";
    }

    /// <summary>The engine's words for a refusal, and which operator it means.</summary>
    public static string Words(TinyClassifyException refusal, ReadOnlySpan<byte> file)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        if (refusal.OperatorIndex < 0)
            return refusal.Message;
        string name = NameOf(file, refusal.OperatorIndex);
        return refusal.Message + (name.StartsWith("CUSTOM", StringComparison.Ordinal)
            ? $"; {name} is no operator of TensorFlow Lite: only the runtime of whoever made it knows what it does"
            : name.Length > 0 && !refusal.Message.Contains(name, StringComparison.Ordinal)
            ? $" (operator {refusal.OperatorIndex} is {name})" : "");
    }

    // Empty where the file tells none.
    private static string NameOf(ReadOnlySpan<byte> file, int index)
    {
        try
        {
            return TfliteReader.Read(file.ToArray()).Subgraphs[0].Operators.ElementAtOrDefault(index)?.Name ?? "";
        }
        catch (InvalidDataException)
        {
            return "";
        }
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
            return (null, $"refuses it. {Describe.Printable(Words(refusal, file))}");
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
