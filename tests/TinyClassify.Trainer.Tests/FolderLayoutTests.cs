using TinyClassify.Trainer.Dataset;

namespace TinyClassify.Trainer.Tests;

public sealed class FolderLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train", "test")]
    [InlineData("Train", "TEST")]
    [InlineData("train", "val")] // Keras, torchvision
    [InlineData("train", "valid")] // Roboflow
    [InlineData("training", "Validation")]
    [InlineData("training_set", "test_set")]
    public void A_part_beside_train_is_the_test(string training, string test)
    {
        Fill($"{training}/a", 8);
        Fill($"{training}/b", 9);
        Fill($"{test}/a", 2);
        Fill($"{test}/b", 3);
        var layout = Layout();
        Assert.True(layout.IsDivided);
        Assert.False(layout.Has(PicturePart.Validation));
        Assert.Equal(["a", "b"], layout.Classes);
        Assert.Equal((8, 3), (layout.Files(PicturePart.Training, "a").Count, layout.Files(PicturePart.Test, "b").Count));
    }

    [Theory]
    [InlineData("valid")]
    [InlineData("VAL")]
    [InlineData("validation")]
    public void Three_parts_are_to_train_on_to_choose_by_and_for_the_test(string validation)
    {
        Fill("train/a", 8);
        Fill("train/b", 9);
        Fill($"{validation}/a", 4);
        Fill($"{validation}/b", 5);
        Fill("test/a", 2);
        Fill("test/b", 3);
        var layout = Layout();
        Assert.Equal((9, 5, 3), (layout.Files(PicturePart.Training, "b").Count, layout.Files(PicturePart.Validation, "b").Count,
            layout.Files(PicturePart.Test, "b").Count));
    }

    [Fact]
    public void Train_alone_holds_the_classes_and_is_divided_like_any_folder()
    {
        Fill("train/a", 8);
        Fill("train/b", 9);
        var layout = Layout();
        Assert.False(layout.IsDivided);
        Assert.Equal(["a", "b"], layout.Classes);
    }

    [Fact]
    public void A_train_may_be_a_class_among_others()
    {
        Fill("car", 8);
        Fill("train", 8);
        Assert.Equal(["car", "train"], Layout().Classes);
    }

    [Theory]
    [InlineData("holds a folder val without a folder train", "cat", "dog", "val/cat", "val/dog")]
    [InlineData("holds a folder test without a folder train", "cat", "dog", "test")]
    [InlineData("holds folders cat, dog beside folders test, train", "cat", "dog", "train/cat", "train/dog", "test/cat",
        "test/dog")]
    [InlineData("holds a folder more beside a folder train", "train/cat", "train/dog", "more")]
    [InlineData("are the same part", "train/cat", "train/dog", "val/cat", "val/dog", "valid/cat", "valid/dog")]
    [InlineData("and no class folders", "train/cat", "train/dog", "test")]
    [InlineData("and no class folders", "train", "test")]
    [InlineData("holds no pictures of class dog", "train/cat", "train/dog", "test/cat")]
    [InlineData("test holds a class Cat; train has none of that name, but cat. Spell both alike.", "train/cat", "train/dog",
        "test/Cat", "test/dog")]
    [InlineData("test holds a class bird; train has none of that name (cat, dog)", "train/cat", "train/dog", "test/bird",
        "test/cat", "test/dog")]
    [InlineData("differ in nothing but case", "cat", "Cat", "dog")]
    [InlineData("holds 1 folders with pictures; expected 2 to 1000", "all")]
    public void What_is_neither_is_refused_with_what_was_seen(string words, params string[] folders)
    {
        foreach (var folder in folders)
            Fill(folder, 6);
        var error = Assert.Throws<InvalidDataException>(Layout);
        Assert.Contains(words, error.Message);
        Assert.Contains(_folder.Root, error.Message);
    }

    [Fact]
    public void An_empty_test_is_refused()
    {
        Fill("train/a", 8);
        Fill("train/b", 9);
        Directory.CreateDirectory(_folder["test"]);
        Assert.Contains("test holds no pictures of class a", Assert.Throws<InvalidDataException>(Layout).Message);
    }

    [Fact]
    public void A_folder_in_a_folder_of_its_own_is_pointed_at()
    {
        Fill("pets/cat", 6);
        Fill("pets/dog", 6);
        Assert.Contains($"Did you mean {_folder["pets"]}?", Assert.Throws<InvalidDataException>(Layout).Message);
    }

    [Fact]
    public void What_systems_leave_among_pictures_is_left_out_without_a_word()
    {
        Fill("a", 6);
        Fill("b", 6);
        foreach (var junk in new[] { "__MACOSX/a", "@eaDir", "a/@eaDir/0.png", ".ipynb_checkpoints", "b/.ipynb_checkpoints",
            "#recycle", "$RECYCLE.BIN", "a/.thumbnails" })
            Fill(junk, 3);
        File.WriteAllText(_folder["a/._0.png"], "Mac OS X");
        File.WriteAllText(_folder["a/Thumbs.db"], "x");
        File.WriteAllText(_folder["b/desktop.ini"], "x");
        File.WriteAllText(_folder[".DS_Store"], "x");
        var layout = Layout();
        Assert.Equal(["a", "b"], layout.Classes);
        Assert.All(layout.Classes, c => Assert.Equal(6, layout.Files(PicturePart.Training, c).Count));
        Assert.Empty(_said);
    }

    [Fact]
    public void Pictures_outside_of_the_class_folders_and_empty_folders_are_told()
    {
        Fill("a", 6);
        Fill("b", 6);
        Fill("", 3);
        Directory.CreateDirectory(_folder["notes"]);
        Assert.Equal(["a", "b"], Layout().Classes);
        Assert.Contains(_said, line => line.Contains("3 pictures in"));
        Assert.Contains(_said, line => line.Contains("notes holds no pictures"));
    }

    [Fact]
    public void A_class_of_formats_that_are_not_read_is_refused_by_name_and_some_of_them_are_told()
    {
        Fill("a", 6);
        Fill("b", 6);
        File.WriteAllText(_folder["b/IMG_1.HEIC"], "x");
        Layout();
        Assert.Contains(_said, line => line.Contains("class b: 1 .heic"));
        Directory.CreateDirectory(_folder["blue"]);
        for (var i = 0; i < 4; i++)
            File.WriteAllText(_folder[$"blue/IMG_{i}.HEIC"], "x");
        var error = Assert.Throws<InvalidDataException>(Layout);
        Assert.Contains("Class blue:", error.Message);
        Assert.Contains("4 .heic", error.Message);
    }

    [SkippableFact]
    public void Links_in_circles_and_into_the_data_are_not_followed_and_others_are()
    {
        Skip.If(OperatingSystem.IsWindows(), "making links takes a privilege there");
        using var elsewhere = new TemporaryFolder();
        Fill("a", 6);
        Fill("b", 6);
        TestPictures.Fill(elsewhere["more"], 2, 1, 2, 3, first: 90);
        Directory.CreateSymbolicLink(_folder["a/loop"], "..");
        Directory.CreateSymbolicLink(_folder["a/self"], ".");
        Directory.CreateSymbolicLink(_folder["b/root"], "/");
        Directory.CreateSymbolicLink(_folder["c"], _folder["a"]);
        Directory.CreateSymbolicLink(_folder["b/more"], elsewhere["more"]);
        Directory.CreateSymbolicLink(Path.Combine(elsewhere["more"], "again"), elsewhere["more"]);
        var layout = Layout();
        Assert.Equal(["a", "b"], layout.Classes);
        Assert.Equal((6, 8), (layout.Files(PicturePart.Training, "a").Count, layout.Files(PicturePart.Training, "b").Count));
    }

    [Theory]
    [InlineData("Ku\u0308he", "K\u00FChe")]
    [InlineData("e\u0302\u0301", "\u1EBF")] // Vietnamese has two marks on a letter.
    [InlineData("\u0438\u0306", "\u0439")]
    [InlineData("\u304B\u3099", "\u304C")]
    [InlineData("\u1112\u1161\u11AB\u1100\u1173\u11AF", "\uD55C\uAE00")]
    [InlineData("q\u0301", "q\u0301")]
    [InlineData("cat", "cat")]
    public void Letters_and_their_marks_are_put_together(string apart, string whole) =>
        Assert.Equal(whole, ComposedName.Of(apart));

    [Fact]
    public void Names_with_accents_are_the_same_however_they_are_put_together()
    {
        Fill("train/Ku\u0308he", 8);
        Fill("train/b", 8);
        Fill("test/K\u00fche", 8);
        Fill("test/b", 8);
        Assert.Equal(["K\u00fche", "b"], Layout().Classes);
    }

    private FolderLayout Layout() => new(_folder.Root, _said.Add);

    private void Fill(string folder, int count) => TestPictures.Fill(_folder[folder], count, 10, 20, 30);
}
