using TinyClassify.Runtime;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.Device.Tests;

/// <summary>Screens that were looked at and found good, as PNG files.</summary>
/// <remarks>TINYCLASSIFY_WRITE_GOLDEN=1 dotnet test tests/TinyClassify.Device.Tests --filter LcdTests writes them anew.</remarks>
internal static class GoldenScreens
{
    public static void Check(TestBoard board, string name)
    {
        var path = RepositoryRoot.Combine("tests/TinyClassify.Device.Tests/golden", name + ".png");
        if (Environment.GetEnvironmentVariable("TINYCLASSIFY_WRITE_GOLDEN") == "1") LcdPicture.Save(board.Board.Display, path);
        var (expected, width, height) = PictureDecoder.Decode(File.ReadAllBytes(path));
        Assert.Equal((480, 272), (width, height));
        var (actual, _, _) = PictureDecoder.Decode(LcdPicture.Encode(board.Board.Display));
        var different = 0;
        for (var i = 0; i < expected.Length; i += 3)
        {
            if (!expected.AsSpan(i, 3).SequenceEqual(actual.AsSpan(i, 3))) different++;
        }

        if (different == 0) return;
        var seen = Path.Combine(Path.GetTempPath(), $"{name}-seen.png");
        LcdPicture.Save(board.Board.Display, seen);
        Assert.Fail($"{different} pixels differ from {path}; what was seen lies in {seen}.");
    }
}
