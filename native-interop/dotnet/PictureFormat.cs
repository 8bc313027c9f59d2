namespace TinyClassify.Runtime;

/// <summary>A picture file's format.</summary>
public enum PictureFormat
{
    /// <summary>JPEG: baseline, extended or progressive; Huffman-coded, 8 bits, grey or colour.</summary>
    Jpeg = 1,

    /// <summary>PNG of any colour type and depth; transparent pixels are laid over white.</summary>
    Png = 2,

    /// <summary>Windows bitmap without run lengths.</summary>
    Bmp = 3,
}
