using TinyClassify.Runtime.Interop;

namespace TinyClassify.Runtime;

/// <summary>Decodes JPEG, PNG and BMP files with the code that the board runs, and within its memory: the same bytes on every
/// machine, and the same files.</summary>
public static unsafe class PictureDecoder
{
    /// <summary>Workspace of the board, TC_PICTURE_WORKSPACE_BYTES: what decoding may use unless it is told otherwise.</summary>
    public const int BoardWorkspaceBytes = 1536 * 1024;

    // Of native-interop/image/image.h.
    private const int MaxSide = 65535;

    /// <summary>Reads a picture's format and size without decoding it.</summary>
    /// <param name="file">The bytes of a .jpg, .png or .bmp file.</param>
    /// <exception cref="TinyClassifyException">Not a picture that can be decoded, or damaged in its header.</exception>
    public static PictureInfo Probe(ReadOnlySpan<byte> file)
    {
        fixed (byte* bytes = file)
        {
            var memory = new NativeMemoryFile { Bytes = bytes, Size = (uint)file.Length };
            NativeReader reader;
            NativeApi.For(Rounding.Double).MemoryReader(&memory, &reader);
            return Probe(&reader);
        }
    }

    /// <summary>As above, of a stream, which is read on from where it stands.</summary>
    public static PictureInfo Probe(Stream file)
    {
        using var stream = new StreamFile(file);
        var reader = stream.Reader;
        try
        {
            return Probe(&reader);
        }
        catch (TinyClassifyException)
        {
            stream.ThrowFailure();
            throw;
        }
    }

    /// <summary>Decodes a picture at its own size, upright.</summary>
    /// <returns>uint8 RGB [height, width, 3] and the size.</returns>
    /// <exception cref="TinyClassifyException">As <see cref="Probe(ReadOnlySpan{byte})"/>, or damaged further on.</exception>
    public static (byte[] Rgb, int Width, int Height) Decode(ReadOnlySpan<byte> file)
    {
        var info = Probe(file);
        return (Decode(file, info.Width, info.Height), info.Width, info.Height);
    }

    /// <summary>Decodes a picture, cuts the largest centred rectangle of the asked proportions and resizes it by area averaging
    /// (bilinear where it is enlarged).</summary>
    /// <param name="file">The bytes of a .jpg, .png or .bmp file.</param>
    /// <param name="width">Pixels, [1, 65535].</param>
    /// <param name="height">Pixels, [1, 65535].</param>
    /// <param name="workspaceBytes">What the decoder may use.</param>
    /// <returns>uint8 RGB [height, width, 3].</returns>
    /// <exception cref="TinyClassifyException">The picture cannot be decoded; <see cref="TinyClassifyStatus.PictureTooLarge"/>
    /// where the workspace is too small.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> file, int width, int height, int workspaceBytes = BoardWorkspaceBytes)
    {
        fixed (byte* bytes = file)
        {
            var memory = new NativeMemoryFile { Bytes = bytes, Size = (uint)file.Length };
            var picture = new NativePicture();
            NativeApi.For(Rounding.Double).MemoryReader(&memory, &picture.File);
            return Decode(picture, width, height, workspaceBytes);
        }
    }

    /// <summary>As above, of a stream, which is read on from where it stands.</summary>
    /// <exception cref="IOException">The stream's own, or another exception that it throws.</exception>
    public static byte[] Decode(Stream file, int width, int height, int workspaceBytes = BoardWorkspaceBytes)
    {
        using var stream = new StreamFile(file);
        try
        {
            return Decode(new NativePicture { File = stream.Reader }, width, height, workspaceBytes);
        }
        catch (TinyClassifyException)
        {
            stream.ThrowFailure();
            throw;
        }
    }

    private static PictureInfo Probe(NativeReader* reader)
    {
        var api = NativeApi.For(Rounding.Double);
        NativePictureInfo info;
        NativeDiagnostic diagnostic = default;
        api.Check(api.ProbePicture(reader, &info, &diagnostic), diagnostic);
        return new((PictureFormat)info.Format, (int)info.Width, (int)info.Height, info.WorkspaceBytes);
    }

    private static byte[] Decode(NativePicture picture, int width, int height, int workspaceBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        ArgumentOutOfRangeException.ThrowIfNegative(workspaceBytes);
        using var workspace = new AlignedMemory((uint)workspaceBytes);
        picture.Workspace = workspace.Pointer;
        picture.WorkspaceBytes = workspace.Bytes;
        var rgb = new byte[checked(width * height * 3)];
        var api = NativeApi.For(Rounding.Double);
        NativeDiagnostic diagnostic = default;
        fixed (byte* pixels = rgb)
            api.Check(api.DecodePicture(&picture, (uint)width, (uint)height, pixels, &diagnostic), diagnostic);
        return rgb;
    }
}
