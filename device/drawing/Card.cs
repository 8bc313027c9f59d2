using StbImageWriteSharp;
using TinyClassify.Drawing.Scenes;

namespace TinyClassify.Drawing;

/// <summary>The built-in card: one drawn picture for each class of CIFAR-10, as JPEG files.</summary>
public static class Card
{
    /// <summary>Width and height, pixels.</summary>
    public const int PictureSize = 256;

    private const int JpegQuality = 92;

    /// <summary>The scenes, in CIFAR-10's class order.</summary>
    public static Scene[] Scenes { get; } =
    [
        AirplaneScene.Make(), AutomobileScene.Make(), BirdScene.Make(), CatScene.Make(), DeerScene.Make(),
        DogScene.Make(), FrogScene.Make(), HorseScene.Make(), ShipScene.Make(), TruckScene.Make(),
    ];

    /// <returns>The bytes of a baseline JPEG file, the same on every machine.</returns>
    public static byte[] Jpeg(Scene scene)
    {
        byte[] rgb = Renderer.Draw(scene, PictureSize);
        using var stream = new MemoryStream();
        new ImageWriter().WriteJpg(rgb, PictureSize, PictureSize, ColorComponents.RedGreenBlue, stream, JpegQuality);
        return stream.ToArray();
    }

    /// <summary>Writes every picture beside its final name and renames it, so that no reader meets half a file.</summary>
    public static void Write(string folder, Action<string> report)
    {
        Directory.CreateDirectory(folder);
        foreach (Scene scene in Scenes)
        {
            string path = Path.Combine(folder, scene.Name + ".jpg");
            string unfinished = path + ".part";
            File.WriteAllBytes(unfinished, Jpeg(scene));
            File.Move(unfinished, path, overwrite: true);
            report(path);
        }
    }
}
