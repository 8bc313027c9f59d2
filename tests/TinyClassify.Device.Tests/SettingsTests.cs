using System.Text;

namespace TinyClassify.Device.Tests;

/// <summary>tinyclassify.ini, as people write it.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("results = On", true)]
    [InlineData("RESULTS=yes", true)]
    [InlineData("results = true", true)]
    [InlineData("results = 1", true)]
    [InlineData("results = on   # keep them", true)]
    [InlineData("results = on\t; keep them", true)]
    [InlineData("results = Off", false)]
    [InlineData("results\t=\tNO # none", false)]
    [InlineData("results = false", false)]
    [InlineData("results = 0", false)]
    [InlineData("# results = off", true)]
    [InlineData("  ; results = off", true)]
    [InlineData("[settings]\nresults = off", false)]
    [InlineData("results = on\nresults = off", false)]
    [InlineData("slideshow_seconds = 0\rresults = off\r", false)]
    [InlineData("slideshow_seconds = 0\r\nresults = off", false)]
    [InlineData("\uFEFFresults = off", false)]
    public void Results_are_switched_in_any_usual_way(string text, bool expected)
    {
        using var board = With(Encoding.UTF8.GetBytes(text));
        Assert.Equal("", TestBoard.Text(board.Application.Note));
        Assert.Equal(expected, File.Exists(Path.Combine(board.Folder, "results.csv")));
    }

    [Theory]
    [InlineData("results = perhaps", "results = perhaps")]
    [InlineData("results =", "results =")]
    [InlineData("results on", "results on")]
    [InlineData("reslts = off", "reslts = off")]
    [InlineData("slideshow_seconds = soon # yes", "slideshow_seconds = soon # yes")]
    [InlineData("slideshow_seconds = 99999", "slideshow_seconds = 99999")]
    [InlineData("model = ../x.tflite", "model = ../x.tflite")]
    [InlineData("größe = 3", "größe = 3")]
    public void What_is_not_understood_is_told_and_changes_nothing(string text, string told)
    {
        using var board = With(Encoding.UTF8.GetBytes(text));
        Assert.Equal($"tinyclassify.ini: not understood: {told}", TestBoard.Text(board.Application.Note));
        Assert.True(File.Exists(Path.Combine(board.Folder, "results.csv")));
        Assert.False(board.Application.IsSlideshow);
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(60000)]
    public void A_long_file_is_read_to_its_end(int length)
    {
        const string Last = "\nresults = off";
        var text = new StringBuilder();
        while (text.Length + 40 < length - Last.Length) text.Append("# a comment of some length, and more\n");
        text.Append('#').Append('x', length - Last.Length - text.Length - 1).Append(Last);
        using var board = With(Encoding.UTF8.GetBytes(text.ToString()));
        Assert.Equal("", TestBoard.Text(board.Application.Note));
        Assert.False(File.Exists(Path.Combine(board.Folder, "results.csv")));
    }

    [Fact]
    public void A_file_that_is_no_settings_is_told_and_read_no_further_than_64_KB()
    {
        using var board = With(Encoding.UTF8.GetBytes(new string('\n', 70000) + "results = off\n"));
        Assert.Equal("tinyclassify.ini: not understood: more than 64 KB", TestBoard.Text(board.Application.Note));
        Assert.True(File.Exists(Path.Combine(board.Folder, "results.csv")));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void UTF_16_with_a_byte_order_mark_is_read(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        using var board = With([.. encoding.GetPreamble(), .. encoding.GetBytes("slideshow_seconds = 7\r\nresults = off\r\n")]);
        Assert.Equal("", TestBoard.Text(board.Application.Note));
        Assert.False(File.Exists(Path.Combine(board.Folder, "results.csv")));
        Assert.True(board.Application.IsSlideshow);
    }

    [Fact]
    public void A_models_name_may_have_any_letters()
    {
        using var board = new TestBoard().AddPictures("a.bmp").Add("größeres Modell #2.tflite", SmallModel.File(name: "Named"));
        board.Add("tinyclassify.ini", "model = größeres Modell #2.tflite   ; not the small one"u8.ToArray()).Start();
        // A comment begins with # behind a space: the name ends there, and the model that is missing is told.
        Assert.Equal("Small test model", TestBoard.Text(board.Application.Classifier.Name));
        Assert.Equal("größeres Modell is not used: there is no such file on the card", TestBoard.Text(board.Application.Note));
        File.Move(Path.Combine(board.Folder, "größeres Modell #2.tflite"),
            Path.Combine(board.Folder, "größeres_Modell#2.tflite"));
        board.Add("tinyclassify.ini", "model = größeres_Modell#2.tflite   ; not the small one"u8.ToArray()).Eject().Insert();
        Assert.Equal("Named", TestBoard.Text(board.Application.Classifier.Name));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void A_models_name_is_read_in_any_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        using var board = new TestBoard().AddPictures("a.bmp").Add("łódź 猫😀.tflite", SmallModel.File(name: "Named"));
        board.Add("tinyclassify.ini", [.. encoding.GetPreamble(),
            .. encoding.GetBytes("model = łódź 猫😀.tflite\r\nresults = off")]).Start().Press();
        Assert.Equal("Named", TestBoard.Text(board.Application.Classifier.Name));
        Assert.Equal(0, board.Application.Note.Length);
        Assert.False(File.Exists(Path.Combine(board.Folder, "results.csv")));
    }

    [Theory]
    [InlineData("model = other.tflite", "other.tflite is not used: there is no such file on the card")]
    [InlineData("model = classifier.tflite", "")]
    [InlineData("model = CLASSIFIER.TFLITE", "")]
    public void A_model_that_is_asked_for_and_missing_is_told(string line, string note)
    {
        using var board = With(Encoding.UTF8.GetBytes(line));
        Assert.Equal(AppState.Showing, board.State);
        Assert.Equal(note, TestBoard.Text(board.Application.Note));
    }

    private static TestBoard With(byte[] settings) =>
        new TestBoard().AddPictures("cat.bmp").Add("tinyclassify.ini", settings).Start().Press();
}
