using System.Text.Json;
using TinyClassify.Device;
using TinyClassify.Device.Images;

namespace TinyClassify.VirtualBoard.Demo;

/// <summary>What the application said of each picture, for programs to read: the fields that `tinyclassify evaluate --json`
/// writes.</summary>
internal sealed class DemoResults
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Picture> _pictures = [];

    public void Add(Application application)
    {
        var path = application.Pictures.PathAt(application.PictureIndex);
        var classifier = application.Classifier;
        _pictures.Add(application.State == AppState.Showing
            ? new(PictureList.FileNameOf(path), [.. classifier.Top.Take(classifier.TopCount).Select(p =>
                new Top(DemoRun.Text(classifier.Labels[p.ClassIndex]), p.Score, p.Permille))], null)
            : new(PictureList.FileNameOf(path), [], $"{application.Trouble.Title}: {DemoRun.Text(application.Trouble.Detail)}"));
    }

    /// <summary>Writes beside the file and renames.</summary>
    public void Write(string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var beside = $"{full}.{Environment.ProcessId}.tmp";
        File.WriteAllText(beside, JsonSerializer.Serialize(_pictures, s_json));
        File.Move(beside, full, overwrite: true);
    }

    private sealed record Picture(string Name, IReadOnlyList<Top> Top, string? Error);

    private sealed record Top(string Label, int Score, int ProbabilityPermille);
}
