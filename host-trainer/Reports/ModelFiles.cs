using TinyClassify.Tflite;

namespace TinyClassify.Trainer.Reports;

/// <summary>The files that `convert` leaves: what a board, another runtime or a person needs of a model.</summary>
/// <param name="Tflite">Standard int8 .tflite.</param>
/// <param name="CArray">The same bytes as C for flash; the header beside it tells sizes at compile time.</param>
/// <param name="Labels">Class names, one a line, in output order.</param>
public sealed record ModelFiles(string Folder, string Tflite, string CArray, string Labels)
{
    private const string FileName = "classifier.tflite";

    public static ModelFiles Write(string folder, QuantizedGraph graph)
    {
        var files = new ModelFiles(folder, Path.Combine(folder, FileName), Path.Combine(folder, FileName + ".c"),
            Path.Combine(folder, "labels.txt"));
        var bytes = TfliteWriter.Write(graph);
        AtomicFile.Write(files.Tflite, bytes);
        ModelCArray.Save(files.CArray, bytes, FileName);
        AtomicFile.Write(files.Labels, string.Concat(graph.Labels.Select(l => l + "\n")));
        return files;
    }
}
