namespace TinyClassify.Trainer.Dataset;

/// <summary>Where labelled pictures come from: CIFAR-10 or folders of one's own.</summary>
public interface IPictureSource
{
    /// <summary>Names the source for people, e.g. "CIFAR-10 in DIR".</summary>
    string Description { get; }

    /// <summary>Short name for a model's description, e.g. "CIFAR-10".</summary>
    string Name { get; }

    /// <summary>In the order of the labels.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>Hexadecimal; the same for the same pictures under the same classes, wherever they lie.</summary>
    string Fingerprint { get; }

    /// <param name="size">Height and width that the network takes, pixels.</param>
    /// <param name="validationImages">Pictures kept back from training to choose by, about, and never more than a tenth; always
    /// the same ones,
    /// whatever the seed, so that a run that goes on from another one's weights is not validated on what those were trained
    /// on.</param>
    /// <param name="shorterSide">Pixels that the shorter side of pictures to train on keeps, for rectangles cut out of them; null
    /// for squares of
    /// <paramref name="size"/>.</param>
    /// <exception cref="InvalidDataException">The pictures are not there, or not of use at that size.</exception>
    (ImageSet Training, ImageSet Validation) LoadTraining(int size, int validationImages, int? shorterSide = null);

    /// <summary>Pictures that nothing is trained on or chosen by.</summary>
    /// <inheritdoc cref="LoadTraining"/>
    ImageSet LoadTest(int size);
}
