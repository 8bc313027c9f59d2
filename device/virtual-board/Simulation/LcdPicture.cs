using StbImageWriteSharp;

namespace TinyClassify.VirtualBoard.Simulation;

/// <summary>The panel's pixels as a PNG.</summary>
public static class LcdPicture
{
    /// <summary>Encodes what a display shows.</summary>
    public static byte[] Encode(SimulatedDisplay display)
    {
        var pixels = new ushort[display.Width * display.Height];
        display.CopyTo(pixels);
        var rgb = new byte[pixels.Length * 3];
        for (var i = 0; i < pixels.Length; i++)
        {
            // Five and six bits become eight by repeating their upper bits, so that white stays white.
            int red = pixels[i] >> 11, green = pixels[i] >> 5 & 63, blue = pixels[i] & 31;
            rgb[i * 3] = (byte)(red << 3 | red >> 2);
            rgb[i * 3 + 1] = (byte)(green << 2 | green >> 4);
            rgb[i * 3 + 2] = (byte)(blue << 3 | blue >> 2);
        }

        using var stream = new MemoryStream();
        new ImageWriter().WritePng(rgb, display.Width, display.Height, ColorComponents.RedGreenBlue, stream);
        return stream.ToArray();
    }

    /// <summary>Writes what a display shows, beside and renamed.</summary>
    public static void Save(SimulatedDisplay display, string path)
    {
        var beside = path + ".new";
        File.WriteAllBytes(beside, Encode(display));
        File.Move(beside, path, overwrite: true);
    }
}
