using System.Globalization;
using TinyClassify.Native;
using TinyClassify.Native.Posix;
using TinyClassify.Runtime;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.Device.Tests;

/// <summary>The program for nanoFramework's POSIX runtime, over the virtual board's natives: what it prints is what the
/// classifier says.</summary>
[Collection(AloneCollection.Name)]
public sealed class PictureRunTests
{
    [Fact]
    public void Lines_are_those_of_the_classifier()
    {
        var folder = RepositoryRoot.Combine("native-interop/image/golden");
        var model = RepositoryRoot.Combine("native-interop/model/classifier.tflite");
        Firmware.LoadModel(model);
        var card = new FolderCard(folder, writable: false);
        card.Insert();
        MemoryCard.Socket = card;
        var lines = Printed(PictureRun.Main);
        if (Environment.GetEnvironmentVariable("TINYCLASSIFY_PICTURE_RUN") is { } file) File.WriteAllLines(file, lines);

        Assert.Equal("end of the run", lines[^1]);
        Assert.Equal($"interface {Engine.InterfaceVersion} model 0", lines[0]);
        var pictures = lines[2..^1];
        Assert.Equal($"list 0 pictures {pictures.Length}", lines[1]);
        Assert.InRange(pictures.Length, 10, 200);
        using var classifier = ClassifierModel.Open(File.ReadAllBytes(model), Rounding.Double, Firmware.Kernels);
        classifier.WorkspaceBytes = BoardMemory.WorkspaceBytes;
        foreach (var line in pictures)
        {
            var words = line.Split(' ');
            var path = Path.Combine(folder, words[0]);
            try
            {
                classifier.ClassifyPicture(File.OpenRead(path));
                var best = classifier.Top(1)[0];
                Assert.Equal([0, best.ClassIndex, best.ProbabilityPermille, best.Score],
                    words[1..5].Select(w => int.Parse(w, CultureInfo.InvariantCulture)));
            }
            catch (TinyClassifyException e)
            {
                Assert.Equal($"{words[0]} {(int)e.Status} {e.Message}", line);
            }
        }
    }

    private static string[] Printed(Action action)
    {
        var before = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            action();
        }
        finally
        {
            Console.SetOut(before);
        }

        return text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
