namespace TinyClassify.EndToEnd.Tests;

/// <summary>The committed model says the same of the built-in card's pictures everywhere, and what it said when it was
/// committed.</summary>
public sealed class GoldenPictureTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("tinyclassify-golden-").FullName;

    private static string Golden => RepositoryRoot.Combine("tests", "golden", "card.json");

    private static string Model => RepositoryRoot.Combine("native-interop", "model", "classifier.tflite");

    private static string Card => RepositoryRoot.Combine("device", "card");

    [Fact]
    public void Evaluate_gives_the_golden_scores()
    {
        var json = Path.Combine(_root, "evaluate.json");
        Tool.Trainer("evaluate", Model, "--card", Card, "--json", json).Succeeded();
        Assert.Equal(PictureScores.Read(Golden), PictureScores.Read(json));
    }

    [Fact]
    public void The_virtual_board_gives_the_golden_scores()
    {
        var json = Path.Combine(_root, "board.json");
        Tool.VirtualBoard("demo", "--card", Card, "--model", Model, "--out", Path.Combine(_root, "lcd"), "--json", json)
            .Succeeded();
        Assert.Equal(PictureScores.Read(Golden), PictureScores.Read(json));
        Assert.Equal(11, Directory.GetFiles(Path.Combine(_root, "lcd"), "*.png").Length);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
