using StbImageWriteSharp;
using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Tests;

public sealed class FolderSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Classes_are_the_folders_and_every_tenth_picture_is_kept_for_the_test()
    {
        Fill("red", 30, 200, 0, 0);
        Fill("green", 20, 0, 200, 0);
        var source = Source();
        var (training, test) = (source.LoadTraining(24), source.LoadTest(24));
        Assert.Equal(["green", "red"], training.ClassNames);
        Assert.Equal((18, 27), (training.Labels.Count(l => l == 0), training.Labels.Count(l => l == 1)));
        Assert.Equal((2, 3), (test.Labels.Count(l => l == 0), test.Labels.Count(l => l == 1)));
        Assert.Equal(test.Labels, Source().LoadTest(24).Labels);
        for (var i = 0; i < training.Count; i++)
            Assert.InRange(training.Image(i)[training.Labels[i] == 0 ? 1 : 0], 195, 205);
    }

    [Fact]
    public void Folders_named_train_and_test_are_the_users_division()
    {
        Fill("train/a", 6, 10, 20, 30);
        Fill("train/b", 7, 10, 20, 30);
        Fill("test/a", 2, 10, 20, 30);
        Fill("test/b", 3, 10, 20, 30);
        Assert.Equal((13, 5), (Source().LoadTraining(16).Count, Source().LoadTest(16).Count));
    }

    [Fact]
    public void Unreadable_pictures_are_skipped_and_named()
    {
        Fill("a", 10, 1, 2, 3);
        Fill("b", 10, 1, 2, 3);
        File.WriteAllText(_folder["a/broken.jpg"], "no picture");
        var (training, test) = (Source().LoadTraining(16), Source().LoadTest(16));
        Assert.Equal(20, training.Count + test.Count);
        Assert.Contains(_said, line => line.Contains("broken.jpg"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fewer_than_two_classes_are_refused_with_what_was_seen(int classes)
    {
        for (var c = 0; c < classes; c++)
            Fill($"class{c}", 10, 1, 2, 3);
        Directory.CreateDirectory(_folder["empty"]);
        var error = Assert.Throws<InvalidDataException>(Source);
        Assert.Contains($"holds {classes} folders", error.Message);
    }

    [Fact]
    public void A_class_with_hardly_a_picture_is_refused_by_name()
    {
        Fill("many", 20, 1, 2, 3);
        Fill("few", 3, 1, 2, 3);
        Assert.Contains("few", Assert.Throws<InvalidDataException>(() => Source().LoadTraining(16)).Message);
    }

    private FolderSource Source() => new(_folder.Root, line =>
    {
        lock (_said)
            _said.Add(line);
    });

    private void Fill(string folder, int count, byte red, byte green, byte blue)
    {
        Directory.CreateDirectory(_folder[folder]);
        for (var i = 0; i < count; i++)
        {
            var (width, height) = (20 + i, 40 - i);
            var pixels = new byte[width * height * 3];
            for (var p = 0; p < pixels.Length; p += 3)
                (pixels[p], pixels[p + 1], pixels[p + 2]) = (red, green, blue);
            using var stream = File.Create(Path.Combine(_folder[folder], $"{i}.png"));
            new ImageWriter().WritePng(pixels, width, height, ColorComponents.RedGreenBlue, stream);
        }
    }
}
