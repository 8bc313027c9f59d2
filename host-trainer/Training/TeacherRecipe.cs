using TinyClassify.Trainer.Models;

namespace TinyClassify.Trainer.Training;

/// <summary>A wide network that is trained only to teach the small one.</summary>
public sealed record TeacherRecipe
{
    public required int StemChannels { get; init; }

    public required IReadOnlyList<IReadOnlyList<int>> Stages { get; init; }

    public required OptimizerRecipe Train { get; init; }

    /// <param name="inputSize">Side of the pictures, pixels.</param>
    /// <exception cref="InvalidDataException">A member is out of range; the message names it.</exception>
    public void Validate(int inputSize)
    {
        if (StemChannels is not (>= 1 and <= 1024))
            throw new InvalidDataException($"teacher.stemChannels is {StemChannels}; expected 1 to 1024.");
        if (Stages.Count is 0 || inputSize >> Stages.Count < 1)
            throw new InvalidDataException($"teacher.stages has {Stages.Count} rows; expected 1 to {Math.ILogB(inputSize)}, since each halves a picture of {inputSize} pixels.");
        foreach (var stage in Stages)
            if (stage.Count != 2 || stage[0] is not (>= 1 and <= 4096) || stage[1] is not (>= 0 and <= 16))
                throw new InvalidDataException($"teacher.stages has a row [{string.Join(", ", stage)}]; expected [channels 1 to 4096, residual pairs 0 to 16].");
        Train.Validate("teacher.train", inputSize);
        if (Train.DistillationWeight > 0)
            throw new InvalidDataException($"teacher.train.distillationWeight is {Train.DistillationWeight}; expected 0, since nobody teaches the teacher.");
    }

    public DenseSpec ToSpec(IReadOnlyList<string> classes) => new(StemChannels, [.. Stages.Select(s => new DenseStageSpec(s[0], s[1]))], classes);
}
