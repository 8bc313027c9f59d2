using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using TinyClassify.Runtime;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>Somebody else's model, rewritten for the engine, with labels and metadata, and proven to compute the same.</summary>
/// <param name="Tflite">The file to use.</param>
/// <param name="Labels">Class names, empty where they are not known.</param>
/// <param name="Steps">What was rewritten, and how often.</param>
/// <param name="Original">The engine with <paramref name="Tflite"/> against the original's operators, interpreted one by one as
/// LiteRT computes them; null where one is not interpreted, and only the rewritten parts were.</param>
/// <param name="Kernels">Each of the engine's kernel sets against its plain ones, every rounding.</param>
public sealed record PreparedModel(
    byte[] Tflite, IReadOnlyList<string> Labels, IReadOnlyList<(string What, int Times)> Steps, EngineAgreement? Original,
    EngineAgreement Kernels)
{
    /// <summary>What was compared with the original, in words.</summary>
    public string Comparison => Original is EngineAgreement whole
        ? $"every operator of the original, interpreted as LiteRT computes it, against the engine in LiteRT's rounding: {whole}"
        : "each rewritten part against what it replaces, on random tensors: equal in every byte";

    /// <summary>What becomes of the given input's codes before they go in; null where they go in as they are.</summary>
    internal InputCodes? Codes { get; init; }

    private const int RandomInputs = 100;
    private const int Seed = 1;

    /// <param name="original">A .tflite file.</param>
    /// <param name="name">Description for the file; null keeps its own.</param>
    /// <param name="labels">Class names; empty keeps its own.</param>
    /// <param name="factors">Where the engine has its requantisation factors.</param>
    /// <param name="inputs">How many random inputs are compared.</param>
    /// <param name="picture">How a picture's bytes become the given input's real values; null leaves that to the file.</param>
    /// <exception cref="InvalidDataException">Damaged, or the rewritten file computes something else.</exception>
    /// <exception cref="NotSupportedException">Sound, but an operator or a type is not supported; the message names
    /// it.</exception>
    /// <exception cref="TinyClassifyException">The engine refuses it.</exception>
    /// <exception cref="ArgumentException">The labels do not fit the output, or the numbers for pictures the input.</exception>
    public static PreparedModel Prepare(
        byte[] original, string? name, IReadOnlyList<string> labels, FactorPlace factors = FactorPlace.Flash, int inputs =
        RandomInputs,
        PictureNormalization? picture = null)
    {
        TfliteModel model = TfliteReader.Read(original);
        EditableGraph graph = EditableGraph.Of(model);
        Refusal.ThrowIfHopeless(graph);
        IReadOnlyList<(string What, int Times)> steps = Refusal.Guard(() => Optimizer.Run(graph));
        if (picture is not null)
            Refusal.CheckPicture(graph, picture);
        steps = [.. steps, .. Pictures(graph)];
        graph.Name = name ?? graph.Name;
        graph.Labels = labels.Count > 0 ? [.. labels] : graph.Labels;
        Refusal.CheckLabels(graph);
        Refusal.ThrowIfNoKernel(graph);
        byte[] written = ModelWriter.Write(graph, factors);
        try
        {
            ClassifierModel.Measure(written);
        }
        catch (TinyClassifyException refusal)
        {
            throw new NotSupportedException(EngineVerdict.Words(refusal, written), refusal);
        }

        var random = new sbyte[inputs * graph.Input.ElementCount];
        new Random(Seed).NextBytes(MemoryMarshal.AsBytes(random.AsSpan()));
        EngineAgreement kernels = CompareKernels(written, random, graph.Output.ElementCount);
        ImmutableArray<string> named = graph.Labels;
        InputCodes? codes = graph.Codes;
        return new PreparedModel(written, named, steps, Refusal.Guard(() => Proof.Against(model, graph, written, random)),
            kernels)
        { Codes = codes };
    }

    // Said where a picture's bytes do not go in as they are.
    private static IEnumerable<(string What, int Times)> Pictures(EditableGraph graph)
    {
        PictureNormalization normal = graph.Normalization;
        static string Text(ImmutableArray<float> numbers) =>
            string.Join(", ", numbers.Select(n => n.ToString("G6", CultureInfo.InvariantCulture)));
        if (StandardMetadata.Describes(graph) && !normal.IsByteMinus128(graph.Given))
            yield return ($"a picture's byte p as (p - {Text(normal.Mean)}) / {Text(normal.Deviation)}, by a table", 1);
    }

    private static EngineAgreement CompareKernels(byte[] written, sbyte[] inputs, int classes)
    {
        EngineAgreement agreement = new(0, 0, 0, 0);
        foreach (Rounding rounding in Enum.GetValues<Rounding>())
        {
            sbyte[] expected = EngineAgreement.Scores(written, inputs, rounding, KernelSet.Plain);
            foreach (KernelSet kernels in Enum.GetValues<KernelSet>())
            {
                agreement = EngineAgreement.Of(expected, EngineAgreement.Scores(written, inputs, rounding, kernels), classes);
                if (!agreement.IsExact)
                    throw new InvalidDataException(
                        $"{kernels} kernels, {rounding} rounding: {agreement}; expected the plain kernels' bytes.");
            }
        }

        return agreement;
    }
}
