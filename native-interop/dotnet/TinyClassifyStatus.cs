namespace TinyClassify.Runtime;

/// <summary>What the native code says; the values are those of <c>tc_status</c>.</summary>
public enum TinyClassifyStatus
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>A pointer is null or misaligned, a size or an index is out of range.</summary>
    Argument = -1,

    /// <summary>The memory given is too small.</summary>
    Memory = -2,

    /// <summary>Not a TFLite flatbuffer, truncated, or an offset leads outside it.</summary>
    ModelCorrupt = -3,

    /// <summary>A sound model that the engine does not run (operator, type, shape).</summary>
    ModelUnsupported = -4,

    /// <summary>Empty, truncated, or damaged.</summary>
    PictureCorrupt = -5,

    /// <summary>Not JPEG, PNG or BMP.</summary>
    PictureUnsupported = -6,

    /// <summary>More pixels than are decoded, or than the workspace can hold; smaller helps.</summary>
    PictureTooLarge = -7,

    /// <summary>Reading the file failed.</summary>
    Read = -8,

    /// <summary>The caller ended it.</summary>
    Cancelled = -9,

    /// <summary>A variety of JPEG, PNG or BMP that is not decoded; saved as baseline JPEG it is.</summary>
    PictureVariety = -10,

    /// <summary>Colours that are not decoded; saved as RGB they are.</summary>
    PictureNotRgb = -11,

    /// <summary>An interlaced PNG that is too large; saved without interlacing it is decoded.</summary>
    PictureInterlaced = -12,
}
