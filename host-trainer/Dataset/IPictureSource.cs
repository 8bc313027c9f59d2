namespace TinyClassify.Trainer.Dataset;

/// <summary>Where labelled pictures come from: CIFAR-10 or folders of one's own.</summary>
public interface IPictureSource
{
    /// <summary>Names the source for people, e.g. "CIFAR-10 in DIR".</summary>
    string Description { get; }

    /// <summary>Short name for a model's description, e.g. "CIFAR-10".</summary>
    string Name { get; }

    /// <param name="size">Height and width that the network takes, pixels.</param>
    /// <exception cref="InvalidDataException">The pictures are not there, or not of use at that size.</exception>
    ImageSet LoadTraining(int size);

    /// <summary>Pictures that nothing is trained on or chosen by.</summary>
    /// <inheritdoc cref="LoadTraining"/>
    ImageSet LoadTest(int size);
}
