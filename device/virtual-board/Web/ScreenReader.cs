using System.Globalization;
using TinyClassify.Device;
using TinyClassify.Device.Images;
using TinyClassify.Naming;
using TinyClassify.VirtualBoard.Demo;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>Says what the LCD shows, for those who do not see it.</summary>
internal static class ScreenReader
{
    public static string Describe(Application application) => application.State switch
    {
        AppState.Starting => "Starting.",
        AppState.Ready => $"Start screen. {Count(application.Pictures.Count)} on the card. "
            + $"Model: {DemoRun.Text(application.Classifier.Name)}.{Note(application)} Press the blue button.",
        AppState.Reading => $"Reading {FileName(application)}.",
        AppState.Showing => Result(application),
        // Not the probability: that would be said anew ten times a second.
        AppState.Live => $"Camera: {DemoRun.Text(application.Classifier.Labels[application.Classifier.Top[0].ClassIndex])}.",
        AppState.PictureTrouble => $"{FileName(application)}: {Trouble(application)}",
        _ => Trouble(application),
    };

    private static string Result(Application application)
    {
        var classifier = application.Classifier;
        var classes = Enumerable.Range(0, classifier.TopCount).Select(i =>
            $"{DemoRun.Text(classifier.Labels[classifier.Top[i].ClassIndex])} "
            + (classifier.Top[i].Permille / 10.0).ToString("F1", CultureInfo.InvariantCulture) + " percent");
        var verdict = application.TrueClassIndex == TrueClass.Unknown ? ""
            : classifier.Top[0].ClassIndex == application.TrueClassIndex ? " Right."
            : $" Wrong: it is {DemoRun.Text(classifier.Labels[application.TrueClassIndex])}.";
        var place = $"{application.PictureIndex + 1} of {application.Pictures.Count}";
        return $"{FileName(application)}, {place}: {string.Join(", ", classes)}.{verdict}";
    }

    private static string Trouble(Application application) =>
        $"{application.Trouble.Title}. {DemoRun.Text(application.Trouble.Detail)} {application.Trouble.Remedy}";

    private static string Note(Application application) =>
        application.Note.Length == 0 ? "" : $" {DemoRun.Text(application.Note)}.";

    private static string FileName(Application application) =>
        PictureList.FileNameOf(application.Pictures.PathAt(application.PictureIndex));

    private static string Count(int count) => count == 1 ? "1 picture" : $"{count} pictures";
}
