using System.Globalization;
using TinyClassify.Device;
using TinyClassify.Device.Images;
using TinyClassify.Naming;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.VirtualBoard.Demo;

/// <summary>One line a picture.</summary>
internal sealed class DemoTable(Application application, SimulatedBoard board, TextWriter output)
{
    private readonly int _nameWidth = NameWidth(application.Pictures);
    private readonly int _labelWidth = Math.Max(5, application.Classifier.Labels.Max(label => DemoRun.Text(label).Length));

    public void WriteHead()
    {
        var head = $"{"file".PadRight(_nameWidth)}  {"true".PadRight(_labelWidth)}  ";
        for (var i = 0; i < 3; i++) head += $"{(i == 0 ? "top three" : "").PadRight(_labelWidth + 8)}  ";
        output.WriteLine(head + "decode, PC  infer, PC");
    }

    public void WriteLine()
    {
        var name = Cut(PictureList.FileNameOf(application.Pictures.PathAt(application.PictureIndex)), _nameWidth);
        if (application.State != AppState.Showing)
        {
            output.WriteLine($"{name.PadRight(_nameWidth)}  {application.Trouble.Title}: "
                + $"{DemoRun.Text(application.Trouble.Detail)}");
            return;
        }

        var classifier = application.Classifier;
        var truth = application.TrueClassIndex;
        var verdict = truth == TrueClass.Unknown ? "" : classifier.Top[0].ClassIndex == truth ? "right" : "WRONG";
        var line = $"{name.PadRight(_nameWidth)}  {Label(truth).PadRight(_labelWidth)}  ";
        for (var i = 0; i < 3; i++)
        {
            line += i < classifier.TopCount
                ? $"{Label(classifier.Top[i].ClassIndex).PadRight(_labelWidth)} "
                + $"{Number(classifier.Top[i].Permille / 10.0, "F1"),5} %  "
                : "".PadRight(_labelWidth + 10);
        }

        var (decode, infer) = (Milliseconds(classifier.DecodeMicroseconds), Milliseconds(classifier.InvokeMicroseconds));
        output.WriteLine($"{line}{decode,10}  {infer,9}  {verdict}{(board.IsRelayOn ? "  D7 on" : "")}".TrimEnd());
    }

    private string Label(int index) => index == TrueClass.Unknown ? "-" : DemoRun.Text(application.Classifier.Labels[index]);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Milliseconds(int microseconds) => Number(microseconds / 1000.0, "F2") + " ms";

    private static int NameWidth(PictureList pictures)
    {
        var longest = Enumerable.Range(0, pictures.Count).Max(i => PictureList.FileNameOf(pictures.PathAt(i)).Length);
        return Math.Clamp(longest, 4, 32);
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";
}
