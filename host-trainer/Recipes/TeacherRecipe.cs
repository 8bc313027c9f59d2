using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Recipes;

/// <summary>A wide network that is trained only to teach the small one.</summary>
public sealed record TeacherRecipe
{
    // Of other widths, libtorch's gradient of a dense 3x3 convolution reads channels of padding that nobody has written: NaN at
    // times.
    private const int ChannelMultiple = 16;

    public required int StemChannels { get; init; }

    public required IReadOnlyList<IReadOnlyList<int>> Stages { get; init; }

    public required OptimizerRecipe Train { get; init; }

    /// <param name="inputSize">Side of the pictures, pixels.</param>
    /// <exception cref="InvalidDataException">A member is out of range; the message names it.</exception>
    public void Validate(int inputSize)
    {
        if (StemChannels is not (>= ChannelMultiple and <= 1024) || StemChannels % ChannelMultiple != 0)
            throw new InvalidDataException(
                $"teacher.stemChannels is {StemChannels}; expected a multiple of {ChannelMultiple} up to 1024.");
        if (Stages.Count is 0 || inputSize >> Stages.Count < 1)
            throw new InvalidDataException(
                $"teacher.stages has {Stages.Count} rows; expected 1 to {Math.ILogB(inputSize)}, since each halves a picture "
                + $"of {inputSize} pixels.");
        foreach (var stage in Stages)
            if (stage.Count != 2 || stage[0] is not (>= ChannelMultiple and <= 4096) || stage[0] % ChannelMultiple != 0
                || stage[1] is not (>= 0 and <= 16))
                throw new InvalidDataException(
                    $"teacher.stages has a row [{string.Join(", ", stage)}]; expected [channels, a multiple of "
                    + $"{ChannelMultiple} up to 4096, residual pairs 0 to 16].");
        Train.Validate("teacher.train", inputSize);
        if (Train.DistillationWeight > 0)
            throw new InvalidDataException(
                $"teacher.train.distillationWeight is {Train.DistillationWeight}; expected 0, since nobody teaches the teacher.");
    }

    public DenseSpec ToSpec(IReadOnlyList<string> classes) =>
        new(StemChannels, [.. Stages.Select(s => new DenseStageSpec(s[0], s[1]))], classes);
}
