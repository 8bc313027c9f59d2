namespace TinyClassify.Conversion;

/// <summary>How a window meets the border. Values are those of the file format.</summary>
public enum Padding
{
    /// <summary>Output size is ceil(input / stride); the surplus of odd padding stands below and to the right.</summary>
    Same = 0,

    /// <summary>Only windows that lie wholly inside the input.</summary>
    Valid = 1,
}
