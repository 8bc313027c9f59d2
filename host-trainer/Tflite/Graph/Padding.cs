using PaddingInFile = TinyClassify.Tflite.Format.Padding;

namespace TinyClassify.Tflite;

/// <summary>How a window meets the border. Values are those of the file format.</summary>
public enum Padding
{
    /// <summary>Output size is ceil(input / stride); the surplus of odd padding stands below and to the right.</summary>
    Same = (int)PaddingInFile.SAME,

    /// <summary>Only windows that lie wholly inside the input.</summary>
    Valid = (int)PaddingInFile.VALID,
}
