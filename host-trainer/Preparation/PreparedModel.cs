using TinyClassify.Runtime;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>Somebody else's int8 model, written anew with labels and metadata, and proven to compute the same.</summary>
/// <param name="Graph">What was read.</param>
/// <param name="Tflite">The file to use.</param>
/// <param name="Rewriting">The plain kernels on the file given against each of the engine's kernel sets on <paramref name="Tflite"/>,
/// every rounding, random pictures: exact, or <see cref="Prepare"/> throws.</param>
public sealed record PreparedModel(QuantizedGraph Graph, byte[] Tflite, EngineAgreement Rewriting)
{
    private const int RandomInputs = 25;
    private const int Seed = 1;

    /// <param name="original">An int8 .tflite file.</param>
    /// <param name="name">Description for the file; null keeps its own.</param>
    /// <param name="labels">Class names; empty keeps its own.</param>
    /// <param name="factors">Where the engine has its requantisation factors.</param>
    /// <exception cref="InvalidDataException">Damaged, or the rewritten file computes something else.</exception>
    /// <exception cref="NotSupportedException">Sound, but an operator or a type is not supported; the message names it.</exception>
    /// <exception cref="TinyClassifyException">The engine refuses it.</exception>
    /// <exception cref="ArgumentException">The labels do not fit the output.</exception>
    public static PreparedModel Prepare(
        byte[] original, string? name, IReadOnlyList<string> labels, FactorPlace factors = FactorPlace.Flash)
    {
        QuantizedGraph read = TfliteReader.ReadGraph(original);
        var graph = new QuantizedGraph(
            name ?? read.Name, labels.Count > 0 ? labels : read.Labels, read.Input, read.Operators, read.Output);
        byte[] written = TfliteWriter.Write(graph, factors);
        var inputs = new sbyte[RandomInputs * graph.Input.ElementCount];
        new Random(Seed).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(inputs.AsSpan()));
        EngineAgreement agreement = new(0, 0, 0, 0);
        foreach (Rounding rounding in Enum.GetValues<Rounding>())
        {
            sbyte[] expected = EngineAgreement.Scores(original, inputs, rounding, KernelSet.Plain);
            foreach (KernelSet kernels in Enum.GetValues<KernelSet>())
            {
                agreement = EngineAgreement.Of(
                    expected, EngineAgreement.Scores(written, inputs, rounding, kernels), graph.Output.ElementCount);
                if (!agreement.IsExact)
                {
                    throw new InvalidDataException(
                        $"The rewritten file computes something else ({kernels} kernels, {rounding} rounding: {agreement}); expected " +
                        "the bytes that the plain kernels give for the original.");
                }
            }
        }

        return new PreparedModel(graph, written, agreement);
    }
}
