namespace TinyClassify.Trainer.Dataset;

/// <summary>What a picture is for.</summary>
public enum PicturePart
{
    /// <summary>To train on.</summary>
    Training,

    /// <summary>To choose by: epochs, recipes, seeds.</summary>
    Validation,

    /// <summary>To report, and nothing else.</summary>
    Test,
}
