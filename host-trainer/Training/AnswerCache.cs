using System.IO.MemoryMappedFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace TinyClassify.Trainer.Training;

/// <summary>A teacher's answers to pictures that come again, in a file that outlives an interruption.</summary>
/// <remarks>
/// Where each picture has so many views and no more, the teacher looks at each view once; all later epochs are free of it. What
/// is missing, after a power cut too, is asked again.
/// </remarks>
internal sealed class AnswerCache : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _answers;
    private readonly int _images;
    private readonly int _classes;

    /// <param name="path">Of this very run: other pictures, views or another teacher must have another name.</param>
    public AnswerCache(string path, int views, int images, int classes)
    {
        (_images, _classes) = (images, classes);
        var bytes = (long)views * images * classes * sizeof(float);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, bytes);
        _answers = _file.CreateViewAccessor(0, bytes);
    }

    /// <param name="indices">Of the pictures.</param>
    /// <param name="ask">Gives the teacher's logits for the whole batch, float [N, classes].</param>
    /// <returns>The teacher's logits, float [N, classes].</returns>
    public Tensor Get(int view, IReadOnlyList<int> indices, Func<Tensor> ask)
    {
        var logits = new float[indices.Count * _classes];
        var complete = true;
        for (var i = 0; i < indices.Count && complete; i++)
        {
            _answers.ReadArray(Place(view, indices[i]), logits, i * _classes, _classes);
            complete = IsAnswer(logits.AsSpan(i * _classes, _classes));
        }
        if (complete)
            return tensor(logits, [indices.Count, _classes]);
        var answers = ask();
        var values = answers.cpu().data<float>().ToArray();
        for (var i = 0; i < indices.Count; i++)
            _answers.WriteArray(Place(view, indices[i]), values, i * _classes, _classes);
        return answers;
    }

    public void Dispose()
    {
        _answers.Dispose();
        _file.Dispose();
    }

    private long Place(int view, int index) => (((long)view * _images) + index) * _classes * sizeof(float);

    // The file begins as zeros; no network gives all classes exactly 0. A block that was half written counts as missing too.
    private static bool IsAnswer(ReadOnlySpan<float> logits) => !logits.Contains(0f);
}
