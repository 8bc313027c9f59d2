using System.Globalization;
using TinyClassify.Device;
using TinyClassify.Native;
using TinyClassify.VirtualBoard.Web;

namespace TinyClassify.VirtualBoard.Demo;

/// <summary>What a run amounts to.</summary>
internal sealed class DemoSummary
{
    private readonly List<int> _decodeMicroseconds = [];
    private readonly List<int> _invokeMicroseconds = [];
    private int _right;
    private int _judged;

    public int FailedCount { get; private set; }

    public void Add(Application application)
    {
        // The application counts each picture once; after the last press its counts are the run's.
        _right = application.Pictures.RightCount;
        _judged = application.Pictures.JudgedCount;
        if (application.State != AppState.Showing)
        {
            FailedCount++;
            return;
        }

        _decodeMicroseconds.Add(application.Classifier.DecodeMicroseconds);
        _invokeMicroseconds.Add(application.Classifier.InvokeMicroseconds);
    }

    public void Write(TextWriter output, TimeSpan elapsed, int screens, string folder)
    {
        var count = _invokeMicroseconds.Count;
        var line = $"{count} {(count == 1 ? "picture" : "pictures")} classified in {elapsed.TotalSeconds:F1} s";
        if (FailedCount > 0) line += $", {FailedCount} could not be";
        if (_judged > 0) line += $"; {_right} of {_judged} right";
        output.WriteLine();
        output.WriteLine(line + ".");
        if (count > 0)
        {
            if (BoardEstimate.Read(Engine.OpenFile, RepositoryPaths.Cost) is { } board)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"On the board an inference takes about {board.Milliseconds:F0} ms. An estimate: "
                    + $"{board.Instructions / 1e6:F1} M instructions, ")
                    + "counted under QEMU, at 216 MHz and one a cycle.");
            }

            output.WriteLine($"Median on this PC: decode {Median(_decodeMicroseconds):F2} ms, inference "
                + $"{Median(_invokeMicroseconds):F2} ms.");
        }

        output.WriteLine($"{screens} screens in {folder}.");
    }

    private static double Median(List<int> microseconds)
    {
        microseconds.Sort();
        return microseconds[microseconds.Count / 2] / 1000.0;
    }
}
