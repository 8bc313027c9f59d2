using TinyClassify.Runtime.Interop;

namespace TinyClassify.Runtime;

/// <summary>Decodes JPEG, PNG and BMP files with the code that the board runs: the same bytes on every machine.</summary>
public static unsafe class PictureDecoder
{
    // Sides and workspace columns of native-interop/image/image.h.
    private const int MaxSide = 65535;
    private const uint FreeColumns = 1024;
    private const uint BytesPerColumn = 24;

    // Progressive JPEGs and interlaced PNGs take memory by their size; a header alone can claim 65535 x 65535 pixels.
    private const uint LargestWorkspace = 512 << 20;

    /// <summary>Reads a picture's format and size without decoding it.</summary>
    /// <exception cref="TinyClassifyException">Not a picture that can be decoded, or damaged in its header.</exception>
    public static PictureInfo Probe(ReadOnlySpan<byte> encoded)
    {
        var api = NativeApi.For(Rounding.Double);
        NativePictureInfo info;
        NativeDiagnostic diagnostic = default;
        fixed (byte* bytes = encoded)
            api.Check(api.ProbePicture(bytes, (uint)encoded.Length, &info, &diagnostic), diagnostic);
        return new((PictureFormat)info.Format, (int)info.Width, (int)info.Height, info.WorkspaceBytes);
    }

    /// <summary>Decodes a picture at its own size, upright.</summary>
    /// <returns>uint8 RGB [height, width, 3] and the size.</returns>
    /// <exception cref="TinyClassifyException">As <see cref="Probe"/>, or damaged further on.</exception>
    public static (byte[] Rgb, int Width, int Height) Decode(ReadOnlySpan<byte> encoded)
    {
        var info = Probe(encoded);
        return (Decode(encoded, info.Width, info.Height), info.Width, info.Height);
    }

    /// <summary>Decodes a picture, cuts the largest centred rectangle of the asked proportions and resizes it by area averaging
    /// (bilinear where it is enlarged).</summary>
    /// <param name="encoded">The bytes of a .jpg, .png or .bmp file.</param>
    /// <param name="width">Pixels, [1, 65535].</param>
    /// <param name="height">Pixels, [1, 65535].</param>
    /// <returns>uint8 RGB [height, width, 3].</returns>
    /// <exception cref="TinyClassifyException">The picture cannot be decoded.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> encoded, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        using var workspace = new AlignedMemory(WorkspaceFor(Probe(encoded), Math.Max(width, height)));
        var rgb = new byte[checked(width * height * 3)];
        Decode(encoded, width, height, rgb, workspace);
        return rgb;
    }

    /// <summary>As <see cref="Decode(ReadOnlySpan{byte}, int, int)"/>, within a workspace as small as a board's.</summary>
    /// <param name="encoded">The bytes of a .jpg, .png or .bmp file.</param>
    /// <param name="width">Pixels, [1, 65535].</param>
    /// <param name="height">Pixels, [1, 65535].</param>
    /// <param name="rgb">Receives uint8 RGB [height, width, 3]; undefined after an error.</param>
    /// <param name="workspaceBytes">What the decoder may use.</param>
    /// <exception cref="TinyClassifyException">The picture cannot be decoded; <see cref="TinyClassifyStatus.PictureTooLarge"/> where
    /// the workspace is too small.</exception>
    public static void Decode(ReadOnlySpan<byte> encoded, int width, int height, Span<byte> rgb, int workspaceBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(workspaceBytes);
        using var workspace = new AlignedMemory((uint)workspaceBytes);
        Decode(encoded, width, height, rgb, workspace);
    }

    /// <summary>Workspace bytes for outputs whose longer sides add up to <paramref name="columns"/>; where that is more than
    /// 512 MiB, the native code will say that the picture is too large.</summary>
    internal static uint WorkspaceFor(in PictureInfo info, int columns)
    {
        var included = Math.Max(FreeColumns, (uint)Math.Max(info.Width, info.Height));
        var more = (uint)columns > included ? ((uint)columns - included + 1) * BytesPerColumn : 0;
        return (uint)Math.Min(LargestWorkspace, info.WorkspaceBytes + more);
    }

    private static void Decode(ReadOnlySpan<byte> encoded, int width, int height, Span<byte> rgb, AlignedMemory workspace)
    {
        if (rgb.Length != (long)width * height * 3)
            throw new ArgumentException($"The output has {rgb.Length} bytes; expected width * height * 3 = {(long)width * height * 3}.", nameof(rgb));
        var api = NativeApi.For(Rounding.Double);
        NativeDiagnostic diagnostic = default;
        fixed (byte* bytes = encoded, pixels = rgb)
        {
            var picture = new NativePicture
            {
                Encoded = bytes, EncodedBytes = (uint)encoded.Length, Workspace = workspace.Pointer, WorkspaceBytes = workspace.Bytes,
            };
            api.Check(api.DecodePicture(&picture, (uint)width, (uint)height, pixels, &diagnostic), diagnostic);
        }
    }
}
