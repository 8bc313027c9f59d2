using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Tests;

public sealed class FolderSourceTests : IDisposable
{
    private const int AllValidation = 500;

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Classes_are_the_folders_and_about_every_tenth_picture_is_kept_for_the_test_and_for_validation()
    {
        Fill("red", 300, 200, 0, 0);
        Fill("green", 200, 0, 200, 0);
        var source = Source();
        var ((training, validation), test) = (source.LoadTraining(24, AllValidation), source.LoadTest(24));
        Assert.Equal(["green", "red"], training.ClassNames);
        Assert.Equal(500, training.Count + validation.Count + test.Count);
        foreach (var (label, count) in new[] { (0, 200), (1, 300) })
        {
            Assert.InRange(test.Labels.Count(l => l == label), 0.05 * count, 0.15 * count);
            Assert.InRange(validation.Labels.Count(l => l == label), 0.04 * count, 0.14 * count);
        }
        Assert.Equal(test.Pixels, Source().LoadTest(24).Pixels);
        for (var i = 0; i < training.Count; i++)
            Assert.InRange(training.Image(i)[(12 * 24 * 3) + (12 * 3) + (training.Labels[i] == 0 ? 1 : 0)], 195, 205);
    }

    [Fact]
    public void Fewer_pictures_to_choose_by_are_kept_where_the_recipe_wants_fewer()
    {
        Fill("a", 300, 200, 0, 0);
        Fill("b", 300, 0, 200, 0);
        Assert.InRange(Source().LoadTraining(16, validationImages: 20).Validation.Count, 8, 35);
    }

    // What was trained on must not be tested on tomorrow, because other pictures have come.
    [Fact]
    public void Pictures_that_are_added_or_renamed_move_none_from_training_to_the_test()
    {
        Add("a", 0, 30);
        Add("b", 0, 40);
        var (trained, validated, tested) = Parts();
        for (var more = 1; more <= 4; more++)
        {
            Add("a", 100 * more, 17);
            Add("b", 100 * more, 23);
            foreach (var file in Directory.GetFiles(_folder["a"]).Take(5))
                File.Move(file, _folder[$"a/renamed-{more}-{Path.GetFileName(file)}"]);
            var (training, validation, test) = Parts();
            Assert.Empty(trained.Intersect(test.Concat(validation)));
            Assert.Empty(validated.Intersect(test));
            (trained, validated) = (training, validation);
            tested = [.. tested, .. test];
        }
        Assert.True(tested.Distinct().Count() > 12, $"{tested.Distinct().Count()} pictures were ever tested on");

        // As large as they are read: no two alike.
        void Add(string folder, int first, int count)
        {
            Directory.CreateDirectory(_folder[folder]);
            for (var i = first; i < first + count; i++)
                File.WriteAllBytes(_folder[$"{folder}/{i}.png"], TestPictures.Png(10, 20, (byte)folder[0], i, 16, 16));
        }
    }

    [Fact]
    public void A_small_class_gives_one_picture_at_least_to_the_test_and_to_validation()
    {
        Fill("a", 12, 10, 20, 30);
        Fill("b", 12, 90, 20, 30);
        var source = Source();
        var ((training, validation), test) = (source.LoadTraining(16, AllValidation), source.LoadTest(16));
        foreach (var set in new[] { training, validation, test })
            Assert.All(Enumerable.Range(0, 2), c => Assert.Contains(c, set.Labels));
    }

    // Seven were accepted, and none was left to train on.
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void A_class_with_hardly_a_picture_is_refused_by_name(int count)
    {
        Fill("many", 20, 1, 2, 3);
        Fill("few", count, 90, 2, 3);
        var error = Assert.Throws<InvalidDataException>(() => Source().LoadTraining(16, AllValidation));
        Assert.Contains($"Class few has {count} pictures", error.Message);
        Assert.Contains("to train on; expected 5 at least", error.Message);
    }

    [Fact]
    public void A_class_of_seven_has_some_to_train_on_or_is_refused()
    {
        Fill("many", 20, 1, 2, 3);
        Fill("seven", 7, 90, 2, 3);
        var left = 0;
        try
        {
            left = Source().LoadTraining(16, AllValidation).Training.Labels.Count(l => l == 1);
        }
        catch (InvalidDataException e)
        {
            Assert.Contains("seven", e.Message);
            return;
        }
        Assert.InRange(left, 5, 5);
    }

    [Fact]
    public void The_same_picture_in_training_and_test_is_told_and_left_out_of_the_test()
    {
        Fill("train/a", 10, 10, 20, 30);
        Fill("train/b", 10, 90, 20, 30);
        Fill("test/a", 6, 10, 20, 30, first: 7); // 7, 8 and 9 were trained on.
        Fill("test/b", 4, 90, 20, 30, first: 50);
        var test = Source().LoadTest(16);
        Assert.Equal([3, 4], new[] { 0, 1 }.Select(c => test.Labels.Count(l => l == c)));
        Assert.Contains(_said, line => line.Contains("left out of the test: 3 pictures"));
        Assert.Contains(_said,
            line => line.Contains(Path.Combine("test", "a", "7.png")) && line.Contains(Path.Combine("train", "a", "7.png")));
    }

    [Fact]
    public void A_test_of_nothing_but_trained_pictures_is_refused()
    {
        Fill("train/a", 10, 10, 20, 30);
        Fill("train/b", 10, 90, 20, 30);
        Fill("test/a", 3, 10, 20, 30);
        Fill("test/b", 3, 90, 20, 30, first: 50);
        Assert.Contains("Class a has no pictures left for the test",
            Assert.Throws<InvalidDataException>(() => Source().LoadTest(16)).Message);
    }

    [Fact]
    public void The_same_picture_in_two_classes_is_told()
    {
        Fill("a", 20, 10, 20, 30);
        Fill("b", 20, 90, 20, 30);
        File.Copy(_folder["a/3.png"], _folder["b/copy.png"]);
        Source().LoadTraining(16, AllValidation);
        Assert.Contains(_said, line => line.Contains("1 pictures lie in more than one class"));
    }

    [Fact]
    public void Unreadable_pictures_are_skipped_and_named()
    {
        Fill("a", 20, 1, 2, 3);
        Fill("b", 20, 90, 2, 3);
        File.WriteAllText(_folder["a/broken.jpg"], "no picture");
        var source = Source();
        var ((training, validation), test) = (source.LoadTraining(16, AllValidation), source.LoadTest(16));
        Assert.Equal(40, training.Count + validation.Count + test.Count);
        Assert.Contains(_said, line => line.Contains("broken.jpg"));
    }

    [SkippableFact]
    public void A_link_to_nowhere_is_skipped_and_named()
    {
        Skip.If(OperatingSystem.IsWindows(), "making links takes a privilege there");
        Fill("a", 20, 1, 2, 3);
        Fill("b", 20, 90, 2, 3);
        File.CreateSymbolicLink(_folder["a/gone.png"], _folder["nowhere.png"]);
        var source = Source();
        var ((training, validation), test) = (source.LoadTraining(16, AllValidation), source.LoadTest(16));
        Assert.Equal(40, training.Count + validation.Count + test.Count);
        Assert.Contains(_said, line => line.Contains("gone.png"));
    }

    [Fact]
    public void A_class_none_of_whose_pictures_can_be_read_is_refused_by_name()
    {
        Fill("a", 20, 1, 2, 3);
        Fill("b", 20, 90, 2, 3);
        Directory.CreateDirectory(_folder["webp"]);
        for (var i = 0; i < 20; i++)
            File.WriteAllText(_folder[$"webp/{i}.jpg"], $"RIFF\0\0\0\0WEBPVP8 {i}");
        var error = Assert.Throws<InvalidDataException>(() => Source().LoadTraining(16, AllValidation));
        Assert.Matches("Class webp: none of its [0-9]+ pictures for the training can be read", error.Message);
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_pictures_and_their_classes_wherever_they_lie()
    {
        Fill("x/a", 12, 10, 20, 30);
        Fill("x/b", 12, 90, 20, 30);
        Fill("y/a", 12, 10, 20, 30);
        Fill("y/b", 12, 90, 20, 30);
        var fingerprint = Source("x").Fingerprint;
        Assert.Equal(fingerprint, Source("y").Fingerprint);
        File.Move(_folder["y/a/0.png"], _folder["y/a/other.png"]);
        Assert.Equal(fingerprint, Source("y").Fingerprint);
        File.Move(_folder["y/a/other.png"], _folder["y/b/other.png"]);
        Assert.NotEqual(fingerprint, Source("y").Fingerprint);
    }

    private (string[] Training, string[] Validation, string[] Test) Parts()
    {
        var source = Source();
        var (training, validation) = source.LoadTraining(16, AllValidation);
        return (Keys(training), Keys(validation), Keys(source.LoadTest(16)));

        static string[] Keys(ImageSet images) =>
            [.. Enumerable.Range(0, images.Count).Select(i => $"{images.Labels[i]} {Convert.ToHexString(images.Image(i))}")];
    }

    private FolderSource Source(string folder = "") => new(_folder[folder], line =>
    {
        lock (_said)
            _said.Add(line);
    });

    private void Fill(string folder, int count, byte red, byte green, byte blue, int first = 0) =>
        TestPictures.Fill(_folder[folder], count, red, green, blue, first);
}
