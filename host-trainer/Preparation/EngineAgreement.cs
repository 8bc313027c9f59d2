using TinyClassify.Runtime;
using TinyClassify.Tflite;

namespace TinyClassify.Preparation;

/// <summary>How two sources of scores agree over the same inputs.</summary>
/// <param name="Inputs">How many inputs were run.</param>
/// <param name="DifferentInputs">Those with a score that differs.</param>
/// <param name="DifferentBytes">Scores that differ, of all inputs together.</param>
/// <param name="DifferentTops">Inputs whose best class differs.</param>
public sealed record EngineAgreement(int Inputs, int DifferentInputs, int DifferentBytes, int DifferentTops)
{
    public bool IsExact => DifferentBytes == 0;

    /// <summary>Scores of every input, one after the other.</summary>
    /// <param name="file">A .tflite file.</param>
    /// <param name="inputs">int8 input tensors, one after the other.</param>
    /// <param name="rounding">How the engine rescales.</param>
    /// <param name="kernels">Which kernels run.</param>
    /// <exception cref="TinyClassifyException">The engine does not run the file.</exception>
    /// <exception cref="InvalidDataException">The inputs are not a whole number of tensors.</exception>
    public static sbyte[] Scores(
        ReadOnlySpan<byte> file, ReadOnlySpan<sbyte> inputs, Rounding rounding, KernelSet kernels = KernelSet.Fastest)
    {
        using ClassifierModel model = ClassifierModel.Open(file, rounding, kernels);
        int size = model.Input.Length, count = model.Output.Length; // One sigmoid's score stands for two classes.
        if (inputs.Length == 0 || inputs.Length % size != 0)
            throw new InvalidDataException(
                $"There are {inputs.Length} input bytes; expected a multiple of {size}, the model's input.");
        var scores = new sbyte[inputs.Length / size * count];
        for (int n = 0; n < inputs.Length / size; n++)
        {
            inputs.Slice(n * size, size).CopyTo(model.Input);
            model.Invoke();
            model.Output.CopyTo(scores.AsSpan(n * count));
        }

        return scores;
    }

    /// <param name="expected">int8 [inputs, classes].</param>
    /// <param name="seen">int8 [inputs, classes].</param>
    /// <param name="classes">Scores an input.</param>
    /// <exception cref="InvalidDataException">The lengths differ.</exception>
    public static EngineAgreement Of(ReadOnlySpan<sbyte> expected, ReadOnlySpan<sbyte> seen, int classes)
    {
        if (expected.Length != seen.Length)
            throw new InvalidDataException($"There are {expected.Length} expected scores; the engine gives {seen.Length}.");
        int inputs = seen.Length / classes, differentInputs = 0, bytes = 0, tops = 0;
        for (int n = 0; n < inputs; n++)
        {
            ReadOnlySpan<sbyte> theirs = expected.Slice(n * classes, classes), ours = seen.Slice(n * classes, classes);
            if (theirs.SequenceEqual(ours))
                continue;
            differentInputs++;
            tops += Top(theirs) != Top(ours) ? 1 : 0;
            for (int c = 0; c < classes; c++)
                bytes += theirs[c] != ours[c] ? 1 : 0;
        }

        return new EngineAgreement(inputs, differentInputs, bytes, tops);
    }

    /// <inheritdoc/>
    public override string ToString() => IsExact
        ? $"equal in every byte on {Describe.Number(Inputs)} inputs"
        : $"{Describe.Number(DifferentInputs)} of {Describe.Number(Inputs)} inputs differ, in "
        + $"{Describe.Number(DifferentBytes)} bytes, " +
          $"{Describe.Number(DifferentTops)} in the best class";

    private static int Top(ReadOnlySpan<sbyte> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            best = scores[i] > scores[best] ? i : best;
        return best;
    }
}
