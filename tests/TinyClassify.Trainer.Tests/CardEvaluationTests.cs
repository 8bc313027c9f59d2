using TinyClassify.Runtime;
using TinyClassify.Trainer.Evaluation;

namespace TinyClassify.Trainer.Tests;

/// <summary>`evaluate --card` judges names by the board's own rule.</summary>
public sealed class CardEvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cat.jpg", "cat")]
    [InlineData("CAT_0012.jpg", "cat")]
    [InlineData("Cat/1.jpg", "cat")]
    [InlineData("dog/cat.jpg", "cat")]
    [InlineData("catalog.jpg", null)]
    [InlineData("dogs/1.jpg", null)]
    public void The_true_class_is_that_of_the_board(string name, string? expected)
    {
        var path = Path.Combine(_folder.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(RepositoryRoot.Combine("device/card/cat.jpg"), path);
        var result = Assert.Single(CardEvaluation.OnFolder(RepositoryRoot.Combine("native-interop/model/classifier.tflite"),
            _folder.Root, Rounding.Double));
        Assert.Equal(expected, result.TrueClass);
    }
}
